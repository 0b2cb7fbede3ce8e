import { inBatches } from '../platform/batches.ts';
import type { Postgres } from '../platform/postgres.ts';
import { orderIdFromUuid } from '../order/order-id.ts';
import { deliveryIdFromUuid, deliveryIdToUuid, endpointIdFromUuid, endpointIdToUuid } from './ids.ts';

/** The deliveries that wait in Postgres, each until it is due. */

export interface ClaimedDelivery {
  id: string;
  endpointId: string;
  /** It was given to the queue before, and its job should have ended by now, but may have failed. */
  wasQueued: boolean;
  /** The type of the event, for whoever looks at its job. */
  type: string;
  /** Null: a ping. */
  orderId: string | null;
}

/** How many deliveries of an endpoint may be claimed. */
export interface Places {
  endpointId: string;
  /** 1 or more. Of an endpoint whose circuit is open, 1 is claimed at most. */
  places: number;
}

/** Finds and claims what is due, endpoint by endpoint, so that one with a backlog is in nobody's way. */
export interface Claims {
  /** @returns the endpoints that may be delivered to and have deliveries that are due */
  findWaiting(): Promise<string[]>;
  /** Nobody else gets the claimed deliveries for a minute. If their jobs are lost they are due again then. */
  claim(asked: readonly Places[]): Promise<ClaimedDelivery[]>;
  /** What is due is looked for from the start again. */
  startOver(): void;
}

/** Longer than a delivery usually is in the queue, and short enough for one whose job is lost. */
const leaseSeconds = 60;

/** A probe that nobody has reported on by then is lost. */
const probeSeconds = 30;

/**
 * Claims and deliveries leave dead entries in the index, and while an old snapshot keeps vacuum from removing them, a
 * scan from the start would read them all. So scans start where the first delivery was due at the last look. A
 * delivery can't become due before that: it is due from the start of the transaction that writes it, and none takes
 * as long as this.
 */
const lookBackSeconds = 10;

/** How often everything is looked at from the start, in case a transaction was slower. */
const fullScanIntervalMs = 60_000;

const due = (endpoint: string, from: string) =>
  `endpoint_id = ${endpoint} and status = 'pending' and due_at <= now() and due_at >= coalesce(${from}, '-infinity')`;

const isClosedOrProbing = `(circuit.open_until is null or circuit.open_until <= now())`;

const waitingStatement = `
select endpoint.id, first.due_at is not null as "isWaiting",
       least(first.due_at, now() - make_interval(secs => ${lookBackSeconds}))::text as from
from webhook_endpoints endpoint
left join webhook_circuits circuit on circuit.endpoint_id = endpoint.id
left join json_to_recordset($1) as mark(endpoint_id uuid, due_from timestamptz) on mark.endpoint_id = endpoint.id
left join lateral (
  select due_at from webhook_deliveries where ${due('endpoint.id', 'mark.due_from')} order by due_at limit 1
) first on true
where endpoint.enabled and ${isClosedOrProbing}`;

// Circuits are locked in the order of their ids, as reports lock them. The array has each partition look up its rows by their
// ids, however few it has. A function looks up the events: Postgres 18 must not choose their partitions in a statement that has
// locked a delivery which had just changed.
const claimStatement = `
with due as materialized (
  select delivery.id, delivery.endpoint_id, delivery.queued_at, circuit.open_until is not null as is_probe
  from json_to_recordset($1) as asked(endpoint_id uuid, places int, due_from timestamptz)
  left join webhook_circuits circuit using (endpoint_id),
  lateral (
    select id, endpoint_id, queued_at from webhook_deliveries
    where ${due('asked.endpoint_id', 'asked.due_from')}
    order by due_at limit case when circuit.open_until is null then asked.places else 1 end
    for update skip locked
  ) as delivery
  where ${isClosedOrProbing}
), locked as materialized (
  select endpoint_id from webhook_circuits
  where endpoint_id in (select endpoint_id from due where is_probe) and open_until <= now()
  order by endpoint_id for update
), probes as (
  update webhook_circuits circuit
  set probe = due.id, open_until = now() + make_interval(secs => ${probeSeconds})
  from due join locked using (endpoint_id) where circuit.endpoint_id = due.endpoint_id
)
update webhook_deliveries delivery
set queued_at = now(), due_at = now() + make_interval(secs => ${leaseSeconds})
from due where delivery.id = any (array(select id from due)) and delivery.id = due.id
returning delivery.id, delivery.endpoint_id, delivery.order_id,
          due.queued_at is not null or delivery.resent_at is not null as was_queued,
          coalesce(type_of_event(delivery.order_id, delivery.sequence), 'webhook.ping') as type`;

interface ClaimedRow {
  id: string;
  endpoint_id: string;
  was_queued: boolean;
  type: string;
  order_id: string | null;
}

export function createClaims(postgres: Postgres): Claims {
  /** By endpoint, as UUID: no delivery is due before. */
  let marks = new Map<string, string>();
  let scannedAt = performance.now();

  function startOver(): void {
    marks = new Map();
    scannedAt = performance.now();
  }

  return {
    startOver,

    async findWaiting() {
      if (performance.now() - scannedAt > fullScanIntervalMs) startOver();
      const known = [...marks].map(([endpoint_id, due_from]) => ({ endpoint_id, due_from }));
      const rows = await postgres.query<{ id: string; isWaiting: boolean; from: string }>(
        waitingStatement,
        [JSON.stringify(known)],
        { prepare: true },
      );
      for (const { id, from } of rows) marks.set(id, from);
      return rows.filter(({ isWaiting }) => isWaiting).map(({ id }) => endpointIdFromUuid(id));
    },

    async claim(asked) {
      const rows = await postgres.query<ClaimedRow>(claimStatement, [
        JSON.stringify(
          asked.map(({ endpointId, places }) => {
            const endpoint_id = endpointIdToUuid(endpointId);
            return { endpoint_id, places, due_from: marks.get(endpoint_id) ?? null };
          }),
        ),
      ]);
      return rows.map((row) => ({
        id: deliveryIdFromUuid(row.id),
        endpointId: endpointIdFromUuid(row.endpoint_id),
        wasQueued: row.was_queued,
        type: row.type,
        orderId: row.order_id && orderIdFromUuid(row.order_id),
      }));
    },
  };
}

const releaseStatement = `
update webhook_deliveries set due_at = now(), queued_at = null
where id = any($1::uuid[]) and status = 'pending'`;

/** Gives back what was claimed and will not be tried now. */
export async function releaseClaimed(postgres: Postgres, ids: readonly string[]): Promise<void> {
  await postgres.query(releaseStatement, [ids.map(deliveryIdToUuid)]);
}

const requeueStatement = `
update webhook_deliveries set due_at = now(), queued_at = null
where id = any (array(
  select id from webhook_deliveries
  where status = 'pending' and queued_at <= $1 limit $2
  for update skip locked
))
returning id`;

const requeueBatchSize = 5_000;

/** Makes due whatever has been given to the queue so far: its jobs are lost. @returns how many */
export async function requeueAll(postgres: Postgres, signal: AbortSignal): Promise<number> {
  const [clock] = await postgres.query<{ now: string }>('select now()::text as now');
  return inBatches(requeueBatchSize, signal, async (limit) => {
    return (await postgres.query(requeueStatement, [clock?.now, limit])).length;
  });
}
