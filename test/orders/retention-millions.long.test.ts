import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '@order-countdown/local-services/ports';
import { startPostgres } from '@order-countdown/local-services/postgres';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { Pool } from 'pg';
import { expect, inject, onTestFinished, test } from 'vitest';
import { residentMiB } from '../../bench/harness/cpu.ts';
import { fillOldMonth } from '../support/fill-old-month.ts';
import { partitionByMonth } from '../support/month-partitions.ts';
import { quantileMs, startPacedShop, type Answered } from '../support/paced-shop.ts';
import { fillFromTemplate } from '../support/postgres-template.ts';
import { startApi, startWorker } from '../support/processes.ts';
import { loggingStatements, readStatementTimes } from '../support/statement-times.ts';
import { until } from '../support/until.ts';

const orders = Number(process.env['MONTH_ORDERS'] ?? 2_000_000);
const minute = 60_000;

const log = readStatementTimes({
  'look for what keeps it': /what_keeps_month/,
  'forget keys': /delete from idempotency_keys/,
  drop: /drop_order_month/,
  'clear the feed': /delete from event_feed/,
  'clear payment attempts': /delete from payment_attempts/,
  'clear erasures': /delete from erasures/,
  'clear deliveries': /delete from webhook_deliveries\s+where id = any \(array\(select place/,
  'history of deliveries': /delete from webhook_deliveries/,
});

async function startLedger() {
  const dataDir = mkdtempSync(join(tmpdir(), 'order-countdown-month-'));
  chmodSync(dataDir, 0o755); // as root, Postgres runs under another account, which must be able to enter
  await fillFromTemplate(dataDir);
  const server = await startPostgres({
    dataDir,
    port: await findFreePort(),
    settings: { shared_buffers: '512MB', max_wal_size: '4GB' },
    log: log.onLine,
  });
  const postgres = new Pool({ connectionString: server.url, max: 4 });
  // A connection that was idle may see the server stop.
  postgres.on('connect', (client) => void client.on('error', () => undefined));
  onTestFinished(async () => {
    await postgres.end();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  await migrate(server.url, createLogger('test', 'warn'));
  await partitionByMonth(postgres, 5);
  return { postgres, url: server.url };
}

test(
  'a month of millions of orders goes while a shop places and pays',
  async () => {
    const { postgres, url } = await startLedger();
    await fillOldMonth(postgres, 5, orders);
    const stores = { databaseUrl: url, redisUrl: inject('redisUrl') };
    const api = await startApi(stores);
    const shop = startPacedShop(api.url, 50);
    const sizeMib = async () =>
      (
        await postgres.query<{ mib: number }>(
          'select pg_database_size(current_database())::float8 / 1048576 as mib',
        )
      ).rows[0]!.mib;

    await until(() => shop.answers.length > 2_000, minute);
    const before = shop.answers.slice(1_000);
    const sizes = { before: await sizeMib(), dropped: 0, cleared: 0 };
    const startedAt = performance.now();
    const worker = await startWorker(
      { ...stores, databaseUrl: url + loggingStatements },
      { RETENTION_DAYS: '38' },
    );
    let largestMib = 0;
    const state = async () => {
      largestMib = Math.max(largestMib, residentMiB(worker.child.pid!));
      const { rows } = await postgres.query<{ cleared: boolean }>(
        'select cleared_at is not null as cleared from dropped_months order by to_id desc limit 1',
      );
      return rows[0];
    };
    await until(async () => (await state()) !== undefined, 10 * minute, 20);
    const droppedAt = performance.now();
    sizes.dropped = await sizeMib();
    await until(async () => (await state())?.cleared, 10 * minute, 200);
    const clearedAt = performance.now();
    sizes.cleared = await sizeMib();
    const answersAt = shop.answers.length;
    await until(() => shop.answers.length > answersAt + 500, minute);
    await shop.stop();
    await worker.end();
    await api.end();

    const between = (from: number, to: number) =>
      shop.answers.filter(({ at, ms }) => at + ms > from && at < to);
    const waited = (answers: readonly Answered[]) => ({
      p50: quantileMs(answers, 0.5),
      p99: quantileMs(answers, 0.99),
      max: quantileMs(answers, 1),
      count: answers.length,
    });
    console.log(
      JSON.stringify(
        {
          before: waited(before),
          forgetting: waited(between(startedAt, droppedAt - 1_000)),
          dropping: waited(between(droppedAt - 1_000, droppedAt + 1_000)),
          clearing: waited(between(droppedAt + 1_000, clearedAt)),
          droppedAfter: droppedAt - startedAt,
          clearedAfter: clearedAt - droppedAt,
          sizes,
          largestMib,
        },
        null,
        1,
      ),
    );
    console.table(log.times());
    expect(shop.failures).toEqual([]);
  },
  30 * minute,
);
