import { join } from 'node:path';
import { startChild } from '@order-countdown/local-services/child';
import { findFreePort } from '@order-countdown/local-services/ports';
import { root } from './documents.ts';
import { requireHaproxy } from './required-program.ts';

/** HAProxy in front of two Postgres servers, as `deploy/haproxy/postgres.cfg` sets it up. */
export interface PostgresProxy {
  /** Leads to the primary. */
  url: string;
  stop(): Promise<void>;
}

/** @param serverUrls of the two servers */
export async function startPostgresProxy([first, second]: readonly [string, string]): Promise<PostgresProxy> {
  const port = await findFreePort();
  const child = await startChild({
    command: await requireHaproxy(),
    args: ['-db', '-f', join(root, 'deploy/haproxy/postgres.cfg')],
    env: {
      BIND: `127.0.0.1:${port}`,
      POSTGRES_1: new URL(first).host,
      POSTGRES_2: new URL(second).host,
    },
    onLine: () => undefined,
    stopSignal: 'SIGTERM',
    graceMs: 2_000,
  });
  return { url: `postgres://127.0.0.1:${port}`, stop: () => child.stop() };
}
