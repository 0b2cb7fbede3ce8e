import { afterAll, beforeAll, expect, test } from 'vitest';
import { tally } from '../../../test/support/ledger.ts';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { expireOrders, sweepOrders } from '../src/ledger/expire.ts';
import { payOrders } from '../src/ledger/pay.ts';
import type { Postgres } from '../src/platform/postgres.ts';
import { openPostgres } from '../../../test/support/postgres.ts';
import { createLedgerContext, type LedgerContext } from './support/ledger-context.ts';

/** Two pools of connections, as two processes have. */
let ledger: LedgerContext;
let elsewhere: Postgres;

beforeAll(async () => {
  ledger = await createLedgerContext();
  elsewhere = openPostgres(ledger.context.databaseUrl);
});
afterAll(async () => {
  await elsewhere.close();
  await ledger.close();
});

const rounds = 300;
const ordersPerRound = 16;

const paying = (ids: string[]) => ids.map((id) => ({ id, paymentReference: null, amount: null }));
const cancelling = (ids: string[]) => ids.map((id) => ({ id, by: 'customer' as const, note: null }));

/** The orders that this set decided, by its own answers. */
const wonBy = (ids: string[], verdicts: readonly { outcome: string }[], outcome: string) =>
  ids.filter((_, index) => verdicts[index]?.outcome === outcome);

/** Sends every command for the same orders at once, in both directions. @returns the orders decided, once per claim */
async function race(ids: string[]): Promise<string[]> {
  const here = ledger.postgres;
  const reversed = ids.toReversed();
  const winners = await Promise.all([
    payOrders(here, paying(ids)).then((verdicts) => wonBy(ids, verdicts, 'paid')),
    payOrders(elsewhere, paying(reversed)).then((verdicts) => wonBy(reversed, verdicts, 'paid')),
    cancelOrders(here, cancelling(reversed)).then((verdicts) => wonBy(reversed, verdicts, 'cancelled')),
    cancelOrders(elsewhere, cancelling(ids)).then((verdicts) => wonBy(ids, verdicts, 'cancelled')),
    expireOrders(here, ids).then((verdicts) => wonBy(ids, verdicts, 'expired')),
    expireOrders(elsewhere, reversed).then((verdicts) => wonBy(reversed, verdicts, 'expired')),
    sweepOrders(here, 3).then((swept) => swept.map(({ id }) => id)),
    sweepOrders(elsewhere, 100).then((swept) => swept.map(({ id }) => id)),
  ]);
  return winners.flat();
}

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
}, 60_000);
