import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { Client } from 'pg';
import { createDatabase } from './database.ts';
import { read } from './documents.ts';

/** A migrated database of the superuser, and the same for the role of the api and the worker. */
export interface OwnDatabase {
  superuserUrl: string;
  appUrl: string;
}

/**
 * Creates a migrated database with the roles of deploy/postgres/roles.sql, as in production.
 *
 * @param serverUrl of a Postgres that no other test file uses: roles belong to all of its databases
 * @param redisUrl as in `MigrateOptions`
 */
export async function createOwnDatabase(serverUrl: string, redisUrl?: 'none'): Promise<OwnDatabase> {
  const superuserUrl = await createDatabase(serverUrl, 'orders');
  const client = new Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query(read('deploy/postgres/roles.sql'));
  const urlOf = async (role: string) => {
    await client.query(`alter role ${role} password 'secret'`);
    const url = new URL(superuserUrl);
    url.username = role;
    url.password = 'secret';
    return url.href;
  };
  const [migrationUrl, appUrl] = [
    await urlOf('order_countdown_migration'),
    await urlOf('order_countdown_app'),
  ];
  await client.end();
  await migrate(migrationUrl, createLogger('test', 'warn'), { redisUrl });
  return { superuserUrl, appUrl };
}
