import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { runner, type MigrationBuilder, type RunnerOption } from 'node-pg-migrate';
import { DatabaseError, type Client } from 'pg';
import { directUrlOf, loadMigrationConfig } from './config.ts';
import { withoutRedis } from './config-values.ts';
import { connectClient } from './connect-client.ts';
import { loadEnvFile } from './env-file.ts';
import { createLogger, type Logger } from './logger.ts';
import { migrateQueues } from './migrate-queues.ts';
import { runMain } from './run-main.ts';

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/** While a migration waits for a lock, every statement behind it waits too. So it gives up soon and tries again. */
const lockTimeoutMs = 300;
const retryPauseMs = 500;
const maxTries = 750;

export interface MigrateOptions {
  /** `none`: Postgres holds the queues, too, and needs their tables. */
  redisUrl?: string | undefined;
  /** The variable that the URL is from. Default: `DATABASE_URL`. */
  variable?: string;
}

/**
 * Brings the schema of a database up to date, and does nothing if it is. Servers of the previous version may go on
 * working meanwhile: see the header of each migration. Of several at once, one migrates and the others wait.
 *
 * @param databaseUrl leads past any pooler: the lock of whoever migrates belongs to the session
 * @throws StartError if Postgres can't be reached; the error of a migration that fails, or that could not get its
 *   locks within about ten minutes
 */
export async function migrate(
  databaseUrl: string,
  logger: Logger,
  options: MigrateOptions = {},
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      const applied = await migrateOnce(databaseUrl, logger, options, tries > 1);
      logger.info({ applied }, 'the schema is up to date');
      return;
    } catch (error) {
      if (!isLocked(error) || tries === maxTries) throw error;
      logger.debug({ err: error, tries }, 'migration is waiting for a lock');
      await sleep(retryPauseMs);
    }
  }
}

async function migrateOnce(
  databaseUrl: string,
  logger: Logger,
  { redisUrl, variable }: MigrateOptions,
  isAgain: boolean,
): Promise<string[]> {
  const client = await connectClient(
    { connectionString: databaseUrl, lock_timeout: lockTimeoutMs },
    variable,
  );
  try {
    // The role may have a limit, for requests. To look through a big table takes hours.
    await client.query('set statement_timeout = 0');
    if (isAgain) await interruptAutovacuum(client);
    await dropHalfBuiltIndexes(client);
    const applied = await runner({ ...runnerOptions(logger), dbClient: client });
    if (redisUrl === withoutRedis) await migrateQueues(client);
    return applied.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

const runnerOptions = (
  logger: Logger,
): Omit<RunnerOption, 'dbClient' | 'databaseUrl'> & { direction: 'up' } => ({
  dir: migrationsFolder,
  direction: 'up',
  migrationsTable: 'migrations',
  advisoryLockMode: 'fail',
  migrationLoaderStrategies: [{ extensions: ['.sql'], loader: loadMigrations }],
  logger: {
    debug: () => undefined,
    info: () => undefined,
    // Migrations without a transaction say so themselves.
    warn: (message: string) =>
      logger[/not wrapped in a transaction/.test(message) ? 'debug' : 'warn'](message),
    error: (message: string) => logger.error(message),
  },
});

/** What follows has whole bodies between `$$` alone, so this is in none. */
const endOfStatement = /;\n(?=(?:[^$]*\$\$[^$]*\$\$)*[^$]*$)/;

/** The statements of a migration that runs without a transaction. */
export const statementsOf = (sql: string): string[] =>
  sql.split(endOfStatement).filter((statement) => /^\s*[^-\s]/m.test(statement));

/** A migration whose first line is this runs statement by statement, without a transaction around it. */
const concurrentMark = '-- Without a transaction\n';

async function loadMigrations(filePaths: string[]) {
  return Promise.all(
    filePaths.map(async (path) => {
      const sql = await readFile(path, 'utf8');
      const up = sql.startsWith(concurrentMark)
        ? (builder: MigrationBuilder) => runConcurrently(builder, sql)
        : (builder: MigrationBuilder) => builder.sql(sql);
      return { id: basename(path, '.sql'), filePaths: [path], actions: { up, down: false as const } };
    }),
  );
}

/** Building an index concurrently waits for older transactions, and lets everybody else go on meanwhile. */
function runConcurrently(builder: MigrationBuilder, sql: string): void {
  builder.noTransaction();
  builder.sql('set lock_timeout = 0');
  for (const statement of statementsOf(sql)) builder.sql(statement);
  builder.sql(`set lock_timeout = ${lockTimeoutMs}`);
}

/** What a concurrent build that was interrupted leaves behind would be taken for the index. */
async function dropHalfBuiltIndexes(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select indexrelid::regclass::text as name from pg_index join pg_class on pg_class.oid = indexrelid
     where not indisvalid and relnamespace = current_schema()::regnamespace
       and not exists (select from pg_stat_progress_create_index where index_relid = indexrelid)`,
  );
  for (const { name } of rows) await client.query(`drop index concurrently if exists ${name}`);
}

/**
 * Autovacuum lets go of a table only for whoever has waited for a second, which is longer than a migration does, and would keep
 * it waiting for as long as it takes to go through the table. The lock that it holds can be waited for without being in the way
 * of anybody who reads or writes.
 */
async function interruptAutovacuum(client: Client): Promise<void> {
  await client.query(`
    do $$
    declare
      held regclass;
    begin
      set local lock_timeout = '2s';
      for held in
        select distinct relation::regclass from pg_locks join pg_class on pg_class.oid = relation
        where mode = 'ShareUpdateExclusiveLock' and granted and pid <> pg_backend_pid()
          and database = (select oid from pg_database where datname = current_database())
          and relkind = 'r' and relnamespace = current_schema()::regnamespace
      loop
        begin
          execute format('lock table only %s in share update exclusive mode', held);
        exception when lock_not_available or insufficient_privilege or undefined_table then
          null; -- an index is being built, or a table vacuumed by hand
        end;
      end loop;
    end $$`);
}

/** Somebody else holds a lock that a migration needs, or is migrating. */
function isLocked(error: unknown): boolean {
  if (error instanceof DatabaseError) return error.code === '55P03';
  return error instanceof Error && /another migration is already running/i.test(error.message);
}

if (import.meta.main) {
  await runMain('migrate', async () => {
    loadEnvFile();
    const config = loadMigrationConfig();
    const variable = config.DATABASE_DIRECT_URL === undefined ? 'DATABASE_URL' : 'DATABASE_DIRECT_URL';
    const logger = createLogger('migrate', config.LOG_LEVEL);
    await migrate(directUrlOf(config), logger, { variable, redisUrl: config.REDIS_URL });
  });
}
