import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '@order-countdown/local-services/ports';
import { startPostgres } from '@order-countdown/local-services/postgres';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { Pool } from 'pg';
import { fillOldMonth } from './fill-old-month.ts';
import { loggingLockWaits } from './lock-waits.ts';
import { partitionByMonth } from './month-partitions.ts';
import { fillFromTemplate } from './postgres-template.ts';

/** A Postgres of its own, as durable as a shop's, with an old month of orders. */
export interface BigMonth {
  url: string;
  postgres: Pool;
  /** Its tables and indexes that go with it. */
  monthMib: number;
  databaseMib: () => Promise<number>;
  stop(): Promise<void>;
}

/** @param log is given the lines of the server's log */
export async function startBigMonth(orders: number, log: (line: string) => void): Promise<BigMonth> {
  const dataDir = mkdtempSync(join(tmpdir(), 'order-countdown-month-'));
  chmodSync(dataDir, 0o755); // as root, Postgres runs under another account, which must be able to enter
  await fillFromTemplate(dataDir);
  const server = await startPostgres({
    dataDir,
    port: await findFreePort(),
    settings: { shared_buffers: '512MB', max_wal_size: '4GB', ...loggingLockWaits },
    log,
  });
  const postgres = new Pool({ connectionString: server.url, max: 4 });
  // A connection that is idle may see the server stop.
  postgres.on('connect', (client) => void client.on('error', () => undefined));
  await migrate(server.url, createLogger('test', 'warn'));
  await partitionByMonth(postgres, 5);
  await fillOldMonth(postgres, 5, orders);

  async function mib(bytes: string): Promise<number> {
    const { rows } = await postgres.query<{ mib: number }>(`select (${bytes})::float8 / 1048576 as mib`);
    return rows[0]!.mib;
  }
  return {
    url: server.url,
    postgres,
    monthMib: await mib(
      `select pg_total_relation_size(orders) + pg_total_relation_size(events) + pg_total_relation_size(payments)
       from order_months() order by to_id limit 1`,
    ),
    databaseMib: () => mib('select pg_database_size(current_database())'),
    async stop() {
      await postgres.end();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
