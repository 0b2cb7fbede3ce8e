import { expect, inject, onTestFinished, test } from 'vitest';
import { residentMiB } from '../../bench/harness/cpu.ts';
import { startBigMonth } from '../support/big-month.ts';
import { readLockWaits } from '../support/lock-waits.ts';
import { quantileMs, startPacedShop } from '../support/paced-shop.ts';
import { startApi, startWorker } from '../support/processes.ts';
import { loggingStatements, readStatementTimes } from '../support/statement-times.ts';
import { until } from '../support/until.ts';

const orders = 2_000_000;
const shopPerSecond = 50;
const minuteMs = 60_000;

/** What a worker does for `RETENTION_DAYS`, and the history that ends at the same time. */
const statements = {
  'look what keeps it': /what_keeps_month/,
  'forget keys': /delete from idempotency_keys/,
  drop: /drop_order_month/,
  'clear the feed': /delete from event_feed/,
  'clear payment attempts': /delete from payment_attempts/,
  'clear erasures': /delete from erasures/,
  'clear deliveries': /delete from webhook_deliveries\s+where id = any \(array\(select place/,
  'purge the history': /delete from webhook_deliveries/,
};

test('a month of two million orders goes, and a shop that places and pays meanwhile does not notice', async () => {
  const times = readStatementTimes(statements);
  const waits = readLockWaits();
  const ledger = await startBigMonth(orders, (line) => {
    times.onLine(line);
    waits.onLine(line);
  });
  onTestFinished(() => ledger.stop());
  const stores = { databaseUrl: ledger.url, redisUrl: inject('redisUrl') };
  const api = await startApi(stores);
  const shop = startPacedShop(api.url, shopPerSecond);
  // The first ones meet a cold process.
  await until(() => shop.answers.length > 1_500, minuteMs);
  const mib = { before: await ledger.databaseMib(), worker: 0 };
  const marks = { warmMs: shop.answers[500]!.at, startMs: performance.now(), dropMs: 0, endMs: 0 };

  const worker = await startWorker(
    { ...stores, databaseUrl: ledger.url + loggingStatements },
    { RETENTION_DAYS: '38' },
  );
  async function dropped(): Promise<{ isCleared: boolean } | undefined> {
    mib.worker = Math.max(mib.worker, residentMiB(worker.child.pid!));
    const { rows } = await ledger.postgres.query<{ isCleared: boolean }>(
      'select cleared_at is not null as "isCleared" from dropped_months',
    );
    return rows[0];
  }
  await until(dropped, 10 * minuteMs);
  marks.dropMs = performance.now();
  // Files go right after the commit.
  await until(async () => mib.before - (await ledger.databaseMib()) > 0.9 * ledger.monthMib);
  const freedMs = performance.now() - marks.dropMs;
  await until(async () => (await dropped())?.isCleared, 10 * minuteMs);
  marks.endMs = performance.now();
  await shop.stop();
  await worker.end();
  await api.end();

  /** @returns how long requests took that were in progress then */
  function requests(fromMs: number, toMs: number) {
    const during = shop.answers.filter(({ at, ms }) => at + ms > fromMs && at < toMs);
    const quantiles = { p50: 0.5, p99: 0.99, longest: 1 };
    return Object.fromEntries(
      Object.entries(quantiles).map(([name, share]) => [name, quantileMs(during, share)]),
    );
  }
  console.table(times.times());
  console.table({
    before: requests(marks.warmMs, marks.startMs),
    'keys are forgotten': requests(marks.startMs, marks.dropMs - 1_000),
    'the month goes': requests(marks.dropMs - 1_000, marks.dropMs + 1_000),
    'all else is cleared': requests(marks.dropMs + 1_000, marks.endMs),
  });
  const waited = { longestMs: waits.longestMs(), count: waits.count() };
  console.log(JSON.stringify({ ...mib, month: ledger.monthMib, freedMs, waited }));
  expect(shop.failures).toEqual([]);
  // The drop waits for 50 ms at most. What it does then takes some 10 ms more on a quiet machine.
  expect(waits.longestMs()).toBeLessThan(100);
  expect(mib.worker).toBeLessThan(400);
  // The server gives up a statement after 5 s.
  for (const [name, { longestMs }] of Object.entries(times.times()))
    expect(longestMs, name).toBeLessThan(2_500);
}, 1_200_000);
