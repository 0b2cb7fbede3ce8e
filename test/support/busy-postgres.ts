import { rmSync } from 'node:fs';
import { findFreePort } from '@order-countdown/local-services/ports';
import { startPostgres } from '@order-countdown/local-services/postgres';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { Client } from 'pg';
import { fillFromTemplate } from './postgres-template.ts';

/** A migrated Postgres for as many changes in a minute as a shop has in an hour. */
export interface BusyPostgres {
  url: string;
  client: Client;
  stop(): Promise<void>;
}

/** Autovacuum looks for work sixty times as often as by default, and does not pause: time is compressed as much for it. */
const compressed = { autovacuum_naptime: '1s', autovacuum_vacuum_cost_delay: 0 };

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
    settings: { ...compressed, ...memory },
  });
  await migrate(server.url, createLogger('test', 'warn'));
  const client = new Client({ connectionString: server.url });
  await client.connect();
  return {
    url: server.url,
    client,
    async stop() {
      await client.end();
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
