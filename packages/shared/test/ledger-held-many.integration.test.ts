import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLedger } from '../src/ledger/ledger.ts';
import { OrderHeld } from '../src/ledger/held.ts';
import { orderIdToUuid } from '../src/order/order-id.ts';
import { until } from '../../../test/support/until.ts';
import { actor, createLedgerContext, type LedgerContext } from './support/ledger-context.ts';

let ledger: LedgerContext;

beforeAll(async () => {
  ledger = await createLedgerContext();
});
afterAll(() => ledger.close());

test('of many commands on a held order a hundred wait; the others are refused at once', async () => {
  const decider = createLedger(ledger.postgres);
  const { id } = await ledger.place();
  const holder = await ledger.context.postgres.connect();
  await holder.query('begin');
  await holder.query('select from orders where id = $1 for update', [orderIdToUuid(id)]);

  const refused: unknown[] = [];
  const deciding = Array.from({ length: 130 }, () =>
    decider.pay({ actor, id, paymentReference: 'pay_1', amount: null }).catch((error: unknown) => {
      refused.push(error);
      return null;
    }),
  );
  // The row is still held, so nobody else has an answer yet.
  await until(() => refused.length === 30);
  await holder.query('commit');
  holder.release();

  const outcomes = (await Promise.all(deciding)).flatMap((verdict) => verdict?.outcome ?? []);
  expect(refused.every((error) => error instanceof OrderHeld)).toBe(true);
  expect(outcomes).toHaveLength(100);
  expect(outcomes.filter((outcome) => outcome === 'paid')).toHaveLength(1);
  expect((await decider.pay({ actor, id, paymentReference: 'pay_1', amount: null })).outcome).toBe(
    'already_paid',
  );
});

test('commands on many orders that are held at the same time all wait', async () => {
  const decider = createLedger(ledger.postgres);
  const placed = await Promise.all(Array.from({ length: 250 }, () => ledger.place()));
  const ids = placed.map(({ id }) => id);
  const holder = await ledger.context.postgres.connect();
  await holder.query('begin');
  await holder.query('select from orders where id = any($1) for update', [ids.map(orderIdToUuid)]);

  let answered = 0;
  const deciding = ids.map((id) =>
    decider.pay({ actor, id, paymentReference: 'pay_1', amount: null }).finally(() => {
      answered += 1;
    }),
  );
  // By now each has been asked for once.
  await until(async () => {
    const { rowCount } = await ledger.context.postgres.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rowCount === 5;
  });
  expect(answered).toBe(0);
  await holder.query('commit');
  holder.release();
  const outcomes = (await Promise.all(deciding)).map(({ outcome }) => outcome);
  expect(new Set(outcomes)).toEqual(new Set(['paid']));
});
