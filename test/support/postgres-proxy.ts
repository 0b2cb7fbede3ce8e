import { findFreePort } from '@order-countdown/local-services/ports';
import { startHaproxyProcess, type HaproxyProcess } from './haproxy-process.ts';

/** HAProxy in front of two Postgres servers, as `deploy/haproxy/postgres.cfg` sets it up. */
export interface PostgresProxy extends Pick<HaproxyProcess, 'reload' | 'stop'> {
  /** Leads to the primary. */
  url: string;
  /** @returns whether HAProxy takes the server at this URL for one that accepts writes */
  isPrimary(serverUrl: string): Promise<boolean>;
}

/** @param serverUrls of the two servers */
export async function startPostgresProxy([first, second]: readonly [string, string]): Promise<PostgresProxy> {
  const haproxy = await startHaproxyProcess('deploy/haproxy/postgres.cfg', {
    POSTGRES_1: new URL(first).host,
    POSTGRES_2: new URL(second).host,
    PEER: `127.0.0.1:${await findFreePort()}`,
  });
  return {
    url: `postgres://${haproxy.host}`,
    async isPrimary(serverUrl) {
      const { status } = await haproxy.server('primary', serverUrl === first ? 'postgres-1' : 'postgres-2');
      return status === 'UP';
    },
    reload: () => haproxy.reload(),
    stop: () => haproxy.stop(),
  };
}
