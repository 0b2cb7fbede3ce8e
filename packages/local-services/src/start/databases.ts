import { join } from 'node:path';
import { withoutRedis } from '@order-countdown/shared/platform/config-values';
import { startPostgres } from '../postgres/server.ts';
import type { LocalService } from '../process/service.ts';
import { NoRedis } from '../redis/find.ts';
import { startRedis } from '../redis/server.ts';
import { keepRunning } from './keep-running.ts';
import { logTo } from './logs.ts';
import type { Settings } from './settings.ts';
import type { Supervisor } from './supervisor.ts';

interface Database {
  name: 'Postgres' | 'Redis';
  port: number;
  start: (options: { dataDir: string; port: number; log: (line: string) => void }) => Promise<LocalService>;
  /** What users notice while it is away. */
  meanwhile: string;
}

/**
 * Starts the databases whose URLs are not set, and keeps them running.
 *
 * @param say is called with each line about one that ended or is back
 * @returns the URLs of Postgres and Redis; `none` in place of that of Redis if Postgres has to hold the queues, too
 */
export function startDatabases(
  settings: Settings,
  supervisor: Supervisor,
  say: (line: string) => void,
): Promise<[string, string]> {
  const start = async ({ name, port, start, meanwhile }: Database): Promise<string> => {
    const dataDir = join(settings.dataDir, name.toLowerCase());
    const log = logTo(join(dataDir, 'server.log'));
    const service = await supervisor.start('service', name, () =>
      keepRunning({ name, meanwhile, start: () => start({ dataDir, port, log }), say }),
    );
    return service.url;
  };
  return Promise.all([
    settings.databaseUrl ??
      start({
        name: 'Postgres',
        port: settings.postgresPort,
        start: startPostgres,
        meanwhile: 'The api answers 503 without it',
      }),
    settings.redisUrl ??
      unlessThereIsNone(
        start({
          name: 'Redis',
          port: settings.redisPort,
          start: startRedis,
          meanwhile: 'Orders go on without it',
        }),
        say,
      ),
  ]);
}

/** @returns the URL of Redis, or `none` if this machine has none and may not install one; then it says so */
export async function unlessThereIsNone(
  starting: Promise<string>,
  say: (line: string) => void,
): Promise<string> {
  try {
    return await starting;
  } catch (error) {
    if (!(error instanceof NoRedis)) throw error;
    say(`${error.message} Until then Postgres holds the queues, too`);
    return withoutRedis;
  }
}
