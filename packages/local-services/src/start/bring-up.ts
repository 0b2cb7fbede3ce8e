import { join } from 'node:path';
import { withoutRedis } from '@order-countdown/shared/platform/config-values';
import { connectClient } from '@order-countdown/shared/platform/connect-client';
import { keptSecrets } from '@order-countdown/shared/platform/kept-secrets';
import { execa } from 'execa';
import { stopLeftoverPostgres } from '../postgres/server.ts';
import type { Child } from '../process/child.ts';
import { stopLeftover } from '../process/leftover.ts';
import { requirePortFree } from '../process/ports.ts';
import { secretIn } from '../process/service.ts';
import { stopLeftoverRedis } from '../redis/server.ts';
import { startApp, waitUntilReady } from './apps.ts';
import { banner } from './banner.ts';
import { startDatabases } from './databases.ts';
import { root, type Settings } from './settings.ts';
import type { Supervisor } from './supervisor.ts';
import { createTerminal } from './terminal.ts';

const MIGRATION = 'packages/shared/src/platform/migrate.ts';
const TOKEN = 'apps/api/src/token.ts';
const APPS = { api: 'apps/api/src/main.ts', worker: 'apps/worker/src/main.ts' };
type App = keyof typeof APPS;

/**
 * Starts the databases whose URLs are not set, migrates the schema, and starts the api and the worker. Starts
 * nothing unless all ports are free.
 *
 * @returns the banner, when both are ready.
 */
export async function bringUp(settings: Settings, supervisor: Supervisor): Promise<string> {
  await clearTheWay(settings);
  const { dataDir, operatorUsername, hasShop } = settings;
  await requireReachable(settings);
  const secrets = secretsFor(settings);
  const { isTTY } = process.stdout;
  const isColourful = isTTY && process.stdout.hasColors();
  const terminal = createTerminal({ isColourful, print: console.log });
  // Without a terminal, whatever collects the output gets the JSON lines.
  const onLine = isTTY ? terminal.log : undefined;
  const [databaseUrl, redisUrl] = await startDatabases(settings, supervisor, terminal.say);
  const env = {
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    OPERATOR_USERNAME: operatorUsername,
    ...secrets,
  };

  await supervisor.run('the migration', () => startApp({ file: MIGRATION, env, onLine }));
  const start = (app: App): Promise<Child> =>
    supervisor.start('app', `the ${app}`, () =>
      startApp({ file: APPS[app], env, onLine, pidFile: pidFileOf(settings, app) }),
    );
  await Promise.all([start('api'), start('worker')]);
  const apiUrl = `http://${settings.reachableHost}:${settings.apiPort}`;
  const workerUrl = `http://${settings.reachableHost}:${settings.workerPort}`;
  await Promise.all([
    waitUntilReady('the api', `${apiUrl}/health/ready`),
    waitUntilReady('the worker', `${workerUrl}/health/ready`),
  ]);
  const token = process.env['AUTH_JWKS_URL'] ? null : await createToken(secrets);
  return banner({
    apiUrl,
    hasShop,
    hasRedis: redisUrl !== withoutRedis,
    operatorUsername,
    operatorPassword: secrets['OPERATOR_PASSWORD'] ?? '',
    token,
    dataDir,
    isColourful,
  });
}

/** @throws StartError that says which Postgres can't be reached, and why */
async function requireReachable({ databaseUrl }: Settings): Promise<void> {
  if (databaseUrl) await (await connectClient({ connectionString: databaseUrl })).end();
}

/** The secrets of the apps, by variable: those that are set, and those that are kept in the data directory. */
function secretsFor({ dataDir, secrets, neededSecrets }: Settings): Record<string, string> {
  return Object.fromEntries(
    neededSecrets.map((name) => [name, secrets[name] ?? secretIn(join(dataDir, keptSecrets[name]))]),
  );
}

/** Creates the token in the lines to paste, which gives access to all orders. */
async function createToken(env: Record<string, string>): Promise<string> {
  return (await execa(process.execPath, [join(root, TOKEN)], { env })).stdout;
}

/** Stops what a killed run left running, then checks that all ports are free. */
async function clearTheWay(settings: Settings): Promise<void> {
  const stopApp = (app: App): Promise<void> =>
    stopLeftover({
      name: `the ${app}`,
      pidFile: pidFileOf(settings, app),
      mark: APPS[app],
      signal: 'SIGTERM',
    });
  await Promise.all([stopApp('api'), stopApp('worker')]);
  if (!settings.databaseUrl) {
    await stopLeftoverPostgres(join(settings.dataDir, 'postgres'));
    await requirePortFree(settings.postgresPort, 'LOCAL_POSTGRES_PORT', '127.0.0.1');
  }
  if (!settings.redisUrl) {
    await stopLeftoverRedis(join(settings.dataDir, 'redis'));
    await requirePortFree(settings.redisPort, 'LOCAL_REDIS_PORT', '127.0.0.1');
  }
  await requirePortFree(settings.apiPort, 'PORT', settings.host);
  await requirePortFree(settings.workerPort, 'WORKER_PORT', settings.host);
}

function pidFileOf(settings: Settings, app: App): string {
  return join(settings.dataDir, `${app}.pid`);
}
