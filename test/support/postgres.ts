import { createPostgres, type Postgres } from '@order-countdown/shared/platform/postgres';

/**
 * Connects as a process of its own would.
 *
 * @param applicationName shown in pg_stat_activity
 */
export function openPostgres(databaseUrl: string, applicationName = 'test'): Postgres {
  return createPostgres({ url: databaseUrl, applicationName, onConnectionError: () => undefined });
}
