import { afterAll, beforeAll, expect, test } from 'vitest';
import { tally } from '../../../../test/support/ledger.ts';
import { openPostgres } from '../../../../test/support/postgres.ts';
import { createLedger, type Ledger } from '../../src/ledger/ledger.ts';
import { newAttemptId } from '../../src/order/attempt-id.ts';
import type { Postgres } from '../../src/platform/postgres.ts';
import { actor, createLedgerContext, type LedgerContext } from './ledger-context.ts';

/** Two ledgers with a pool of connections each, as two processes have. */
let ledger: LedgerContext;
let otherPostgres: Postgres;
let here: Ledger;
let elsewhere: Ledger;

beforeAll(async () => {
  ledger = await createLedgerContext();
  otherPostgres = openPostgres(ledger.context.databaseUrl);
  here = createLedger(ledger.postgres);
  elsewhere = createLedger(otherPostgres);
});
afterAll(async () => {
  await otherPostgres.close();
  await ledger.close();
});

const ordersPerRound = 16;

const pay = (by: Ledger, ids: string[]) =>
  Promise.all(ids.map((id) => by.pay({ actor, id, paymentReference: null, amount: null })));
const cancel = (by: Ledger, ids: string[]) =>
  Promise.all(ids.map((id) => by.cancel({ actor, id, by: 'customer', note: null })));
const expire = (by: Ledger, ids: string[]) => Promise.all(ids.map((id) => by.expire({ id })));

/** Starts the same payment attempt of each order; those that began elsewhere are failed at once. */
async function attempt(by: Ledger, ids: string[]): Promise<void> {
  const asked = { provider: 'bank', reference: 'at_1', owner: null, holdSeconds: 120 };
  await Promise.all(
    ids.map(async (id) => {
      const verdict = await by.startPayment({ actor, id, attemptId: newAttemptId(), ...asked });
      if (verdict.outcome !== 'already_started') return;
      await by.failPayment({ actor, id, attemptId: verdict.attempt.id, reason: null, owner: null });
    }),
  );
}

/** The orders that this set decided, by its own answers. */
const wonBy = (ids: string[], verdicts: readonly { outcome: string }[], outcome: string) =>
  ids.filter((_, index) => verdicts[index]?.outcome === outcome);

/** Sends every command for the same orders at once, in both directions. @returns the orders decided, once per claim */
async function race(ids: string[]): Promise<string[]> {
  const reversed = ids.toReversed();
  const winners = await Promise.all([
    pay(here, ids).then((verdicts) => wonBy(ids, verdicts, 'paid')),
    pay(elsewhere, reversed).then((verdicts) => wonBy(reversed, verdicts, 'paid')),
    cancel(here, reversed).then((verdicts) => wonBy(reversed, verdicts, 'cancelled')),
    cancel(elsewhere, ids).then((verdicts) => wonBy(ids, verdicts, 'cancelled')),
    expire(here, ids).then((verdicts) => wonBy(ids, verdicts, 'expired')),
    expire(elsewhere, reversed).then((verdicts) => wonBy(reversed, verdicts, 'expired')),
    here.sweep(3).then((swept) => swept.map(({ id }) => id)),
    elsewhere.sweep(100).then((swept) => swept.map(({ id }) => id)),
    attempt(here, ids).then(() => []),
    attempt(elsewhere, reversed).then(() => []),
  ]);
  return winners.flat();
}

/** Races every command in so many rounds, each on other orders. A wrong order of locks fails within a few. */
export function testRaces(rounds: number): void {
  test('concurrent sets of the same orders in opposite order never deadlock, and decide each order once', async () => {
    const decided: string[] = [];
    const asked: string[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const ids = await ledger.placeMany(ordersPerRound);
      await ledger.makeOverdue(ids.filter((_, index) => index % 2 === 0));
      // A deadlock would make one of the statements throw.
      decided.push(...(await race(ids)));
      asked.push(...ids);
    }
    expect(decided.toSorted()).toEqual(asked.toSorted());
    const total = rounds * ordersPerRound;
    const ended = await tally(ledger.context);
    expect(ended.map(({ status }) => status)).toEqual(['cancelled', 'paid']);
    expect(ended.reduce((sum, { orders }) => sum + orders, 0)).toBe(total);
    expect(ended.map(({ finalEvents }) => finalEvents)).toEqual(ended.map(({ orders }) => orders));
    const { rows } = await ledger.context.postgres.query(`
    select count(distinct order_id) = count(*) as "isOneEach",
           count(*) = (select count(*) from order_events where type = 'order.payment_started') as "haveEvents"
    from payment_attempts`);
    expect(rows).toEqual([{ isOneEach: true, haveEvents: true }]);
  });
}
