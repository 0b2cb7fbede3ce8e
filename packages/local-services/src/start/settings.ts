import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The root folder of the workspace. */
export const root = resolve(import.meta.dirname, '../../../..');

/** The configuration of `npm start`. The api and the worker parse their own. */
export interface Settings {
  /** Where the local services keep their data. */
  dataDir: string;
  /** If set, this Postgres is used and none is started. */
  databaseUrl: string | undefined;
  /** If set, this Redis is used and none is started. */
  redisUrl: string | undefined;
  postgresPort: number;
  redisPort: number;
  /** The interface on which the api and the worker listen. */
  host: string;
  /** The host at which this machine reaches them. */
  reachableHost: string;
  apiPort: number;
  workerPort: number;
  operatorUsername: string;
  /** If unset, a random one is created and kept in `dataDir`. */
  operatorPassword: string | undefined;
}

/**
 * Reads the environment, and `.env` in the root of the workspace for variables that the environment lacks.
 *
 * @throws Error that names the invalid variable.
 */
export function readSettings(): Settings {
  const file = join(root, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  const host = text('HOST') ?? '127.0.0.1';
  return {
    dataDir: resolve(root, text('LOCAL_DATA_DIR') ?? '.data'),
    databaseUrl: text('DATABASE_URL'),
    redisUrl: text('REDIS_URL'),
    postgresPort: port('LOCAL_POSTGRES_PORT', 54_329),
    redisPort: port('LOCAL_REDIS_PORT', 63_799),
    host,
    reachableHost: ['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host,
    apiPort: port('PORT', 3000),
    workerPort: port('WORKER_PORT', 3001),
    operatorUsername: text('OPERATOR_USERNAME') ?? 'operator',
    operatorPassword: text('OPERATOR_PASSWORD'),
  };
}

/** An empty variable counts as unset. */
function text(name: string): string | undefined {
  return process.env[name] || undefined;
}

function port(name: string, defaultPort: number): number {
  const value = Number(text(name) ?? defaultPort);
  if (Number.isInteger(value) && value >= 1 && value <= 65_535) return value;
  throw new Error(`${name} must be a port between 1 and 65535, not ${text(name)}`);
}
