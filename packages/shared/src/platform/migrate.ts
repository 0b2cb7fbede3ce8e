import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import { loadMigrationConfig } from './config.ts';
import { connectClient } from './connect-client.ts';
import { loadEnvFile } from './env-file.ts';
import { createLogger, type Logger } from './logger.ts';
import { runMain } from './run-main.ts';

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Applies the migrations that a database lacks. Concurrent runs wait for each other.
 *
 * @throws StartError if Postgres can't be reached; the error of a migration that fails
 */
export async function migrate(databaseUrl: string, logger: Logger): Promise<void> {
  const client = await connectClient({ connectionString: databaseUrl });
  try {
    const applied = await runner({
      dbClient: client,
      dir: migrationsFolder,
      direction: 'up',
      migrationsTable: 'migrations',
      advisoryLockMode: 'wait',
      logger: {
        debug: () => undefined,
        info: () => undefined,
        warn: (message: string) => logger.warn(message),
        error: (message: string) => logger.error(message),
      },
    });
    logger.info({ applied: applied.map(({ name }) => name) }, 'the schema is up to date');
  } finally {
    await client.end();
  }
}

if (import.meta.main) {
  await runMain('migrate', async () => {
    loadEnvFile();
    const config = loadMigrationConfig();
    await migrate(config.DATABASE_URL, createLogger('migrate', config.LOG_LEVEL));
  });
}
