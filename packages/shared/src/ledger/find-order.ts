import { attemptIdPattern, attemptIdToUuid } from '../order/attempt-id.ts';
import { orderIdFromUuid, orderIdPattern } from '../order/order-id.ts';
import { refundIdPattern, refundIdToUuid } from '../order/refund.ts';
import { typeIdPattern, typeIdToUuid } from '../order/type-id.ts';
import type { Postgres } from '../platform/postgres.ts';

/** Events from before they had ids are named after their order and sequence: see `messageId`. */
const formerEventId = /^evt_([0-9a-z]{26})_\d{1,9}$/;
const eventIdPattern = typeIdPattern('evt');

/** Each finds the order of what an id names. */
const lookups = [
  {
    pattern: attemptIdPattern,
    toUuid: attemptIdToUuid,
    statement: 'select order_id from payment_attempts where id = $1',
  },
  {
    pattern: refundIdPattern,
    toUuid: refundIdToUuid,
    statement: 'select order_id from payments where refund_id = $1',
  },
];

/**
 * The id of the order that a payment attempt, a refund or an event is of, or of the order itself, whether or not there is one.
 *
 * @returns undefined: it is the id of none of these; null: there is no such thing
 */
export async function findOrderId(postgres: Postgres, id: string): Promise<string | null | undefined> {
  if (orderIdPattern.test(id)) return id;
  const former = `ord_${formerEventId.exec(id)?.[1]}`;
  if (orderIdPattern.test(former)) return former;
  if (eventIdPattern.test(id)) return findByEvent(postgres, typeIdToUuid('evt', id));
  const lookup = lookups.find(({ pattern }) => pattern.test(id));
  if (!lookup) return undefined;
  return toOrderId(await postgres.query<FoundRow>(lookup.statement, [lookup.toUuid(id)]));
}

interface FoundRow {
  order_id: string;
}

const toOrderId = ([row]: readonly FoundRow[]): string | null => (row ? orderIdFromUuid(row.order_id) : null);

/* The planner takes the filters of the index for bounds, by which every part of the table may have an id that is random. */
const findByEvent = (postgres: Postgres, eventId: string): Promise<string | null> =>
  postgres.transaction(async (queries) => {
    await queries.query('set local enable_seqscan = off');
    return toOrderId(
      await queries.query<FoundRow>('select order_id from order_events where event_id = $1', [eventId]),
    );
  });
