import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import { loadMigrationConfig } from './config.ts';
import { createLogger, type Logger } from './logger.ts';
import { runMain } from './run-main.ts';

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Applies the migrations that a database lacks. Concurrent runs wait for each other. */
export async function migrate(databaseUrl: string, logger: Logger): Promise<void> {
  const applied = await runner({
    databaseUrl,
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
}

if (import.meta.main) {
  await runMain('migrate', async () => {
    const config = loadMigrationConfig();
    await migrate(config.DATABASE_URL, createLogger('migrate', config.LOG_LEVEL));
  });
}
