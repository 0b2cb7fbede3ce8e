import { rmSync } from 'node:fs';
import { findFreePort } from '@order-countdown/local-services/ports';
import { startPostgres } from '@order-countdown/local-services/postgres';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { Client } from 'pg';
import { fillFromTemplate } from './postgres-template.ts';

/** A migrated Postgres for as many changes in minutes as a shop has in an hour: see {@link compressTime}. */
export interface BusyPostgres {
  url: string;
  client: Client;
  /** That of the server, whose children all its other processes are. */
  pid: number;
  stop(): Promise<void>;
}

/** A machine of a shop has more than the default. */
const memory = { shared_buffers: '256MB', max_wal_size: '4GB' };

export async function startBusyPostgres(): Promise<BusyPostgres> {
  const dataDir = makeTemporaryFolder('busy');
  await fillFromTemplate(dataDir);
  const port = await findFreePort();
  const server = await startPostgres({
    dataDir,
    port,
    durable: false,
    settings: memory,
  });
  await migrate(server.url, createLogger('test', 'warn'));
  const client = new Client({ connectionString: server.url });
  await client.connect();
  return {
    url: server.url,
    client,
    pid: server.pid,
    async stop() {
      await client.end();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Has autovacuum look for work so many times as often as by default, and work so many times as fast: an hour of a shop takes that much less.
 */
export async function compressTime(client: Client, times: number): Promise<void> {
  await client.query(`alter system set autovacuum_naptime = '${Math.max(1, Math.round(60 / times))}s'`);
  const costLimit = Math.min(10_000, Math.max(200, Math.round(200 * times)));
  await client.query(`alter system set autovacuum_vacuum_cost_limit = ${costLimit}`);
  await client.query('select pg_reload_conf()');
}
