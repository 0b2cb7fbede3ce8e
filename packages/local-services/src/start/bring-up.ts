import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { startApp, waitUntilReady } from './apps.ts';
import { banner } from './banner.ts';
import type { Child } from '../process/child.ts';
import { stopLeftover } from '../process/leftover.ts';
import { logTo, prettyPrinter } from './logs.ts';
import { requirePortFree } from '../process/ports.ts';
import { startPostgres, stopLeftoverPostgres } from '../postgres/server.ts';
import { startRedis, stopLeftoverRedis } from '../redis/server.ts';
import { secretIn, type LocalService } from '../process/service.ts';
import type { Settings } from './settings.ts';
import type { Supervisor } from './supervisor.ts';

const MIGRATION = 'packages/shared/src/migrate.ts';
const TOKEN = 'apps/api/src/token.ts';
const APPS = { api: 'apps/api/src/main.ts', worker: 'apps/worker/src/main.ts' };

/**
 * Starts the services that are not given, brings the schema up to date, and starts the api and the worker.
 * Nothing is started unless all ports are free.
 *
 * @returns the banner, once both call themselves ready.
 */
export async function bringUp(settings: Settings, supervisor: Supervisor): Promise<string> {
  await clearWay(settings);
  const operatorPassword = settings.operatorPassword ?? secretIn(join(settings.dataDir, 'operator-password'));
  const [databaseUrl, redisUrl] = await startServices(settings, supervisor);
  const env = {
    ...process.env,
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    OPERATOR_USERNAME: settings.operatorUsername,
    OPERATOR_PASSWORD: operatorPassword,
  };
  const { isTTY } = process.stdout;
  const isColourful = isTTY && process.stdout.hasColors();
  // A program that reads our output gets the JSON.
  const onLine = isTTY ? prettyPrinter(isColourful) : undefined;
  const start = (file: string, pidFile?: string) => (): Promise<Child> =>
    startApp({ file, env, onLine, pidFile });

  await supervisor.run('the migration', start(MIGRATION));
  await Promise.all([
    supervisor.start('app', 'the api', start(APPS.api, pidFileOf(settings, 'api'))),
    supervisor.start('app', 'the worker', start(APPS.worker, pidFileOf(settings, 'worker'))),
  ]);
  const apiUrl = `http://${settings.reachableHost}:${settings.apiPort}`;
  await Promise.all([
    waitUntilReady('the api', `${apiUrl}/health/ready`),
    waitUntilReady('the worker', `http://${settings.reachableHost}:${settings.workerPort}/health/ready`),
  ]);
  return banner({
    apiUrl,
    operatorUsername: settings.operatorUsername,
    operatorPassword,
    token: process.env['AUTH_JWKS_URL'] ? null : makeToken(),
    isColourful,
  });
}

/** A token with which a newcomer may do everything, for the lines to paste. */
function makeToken(): string {
  const args = [TOKEN, '--sub', 'shop', '--scope', 'orders:any'];
  return execFileSync(process.execPath, args, { encoding: 'utf8' }).trim();
}

/** Stops what a killed run left behind, then makes sure that nobody else is in the way. */
async function clearWay(settings: Settings): Promise<void> {
  await Promise.all([
    stopLeftover(pidFileOf(settings, 'api'), APPS.api, 'SIGTERM'),
    stopLeftover(pidFileOf(settings, 'worker'), APPS.worker, 'SIGTERM'),
  ]);
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

function startServices(settings: Settings, supervisor: Supervisor): Promise<[string, string]> {
  const start = async (
    name: string,
    starter: (options: {
      dataDir: string;
      port: number;
      log: (line: string) => void;
    }) => Promise<LocalService>,
    port: number,
  ): Promise<string> => {
    const dataDir = join(settings.dataDir, name.toLowerCase());
    const log = logTo(join(dataDir, 'server.log'));
    const service = await supervisor.start('service', name, () => starter({ dataDir, port, log }));
    return service.url;
  };
  return Promise.all([
    settings.databaseUrl ?? start('Postgres', startPostgres, settings.postgresPort),
    settings.redisUrl ?? start('Redis', startRedis, settings.redisPort),
  ]);
}

function pidFileOf(settings: Settings, app: keyof typeof APPS): string {
  return join(settings.dataDir, `${app}.pid`);
}
