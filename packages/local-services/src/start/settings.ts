import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The folder that holds package.json of the whole workspace. */
export const root = resolve(import.meta.dirname, '../../../..');

/** What `npm start` needs to know. The servers parse their own configuration. */
export interface Settings {
  /** Where the data of the local services is kept. */
  dataDir: string;
  /** Set: use this Postgres and start none. */
  databaseUrl: string | undefined;
  redisUrl: string | undefined;
  postgresPort: number;
  redisPort: number;
  /** The interface that the api and the worker listen on. */
  host: string;
  /** Where they can be reached from this machine. */
  reachableHost: string;
  apiPort: number;
  workerPort: number;
  operatorUsername: string;
  /** Unset: one is made up and kept. */
  operatorPassword: string | undefined;
}

/**
 * Reads `.env` in the workspace's root, where there is one, and then the environment, which wins.
 *
 * @throws Error that names the variable that is wrong.
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

/** A variable set to nothing counts as unset. */
function text(name: string): string | undefined {
  return process.env[name] || undefined;
}

function port(name: string, otherwise: number): number {
  const value = Number(text(name) ?? otherwise);
  if (Number.isInteger(value) && value >= 1 && value <= 65_535) return value;
  throw new Error(`${name} must be a port between 1 and 65535, not ${text(name)}`);
}
