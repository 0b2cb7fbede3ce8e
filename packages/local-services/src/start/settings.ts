import { resolve } from 'node:path';
import { loadExtendedConfig } from '@order-countdown/shared/platform/config';
import { wholeNumber } from '@order-countdown/shared/platform/config-values';
import { loadEnvFile } from '@order-countdown/shared/platform/env-file';
import { hasShop } from '@order-countdown/shared/platform/for-testing';
import { keptSecrets } from '@order-countdown/shared/platform/kept-secrets';
import { z } from 'zod';

/** The root folder of the workspace. */
export const root = resolve(import.meta.dirname, '../../../..');

/** The configuration of `npm start`. */
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
  /** Whether the api has a shop to try. */
  hasShop: boolean;
  /** Those that are set. The others are made up and kept in `dataDir`. */
  secrets: Partial<Record<SecretName, string>>;
  /** The secrets that the apps need. */
  neededSecrets: SecretName[];
}

export type SecretName = keyof typeof keptSecrets;

/** Port 0, any free one, would be of no use: the banner names the port, and the databases keep theirs. */
const port = wholeNumber(1, 65_535);

/** The variables that only `npm start` reads, and those that it limits further. */
const ownVariables = {
  PORT: port.default(3000),
  WORKER_PORT: port.default(3001),
  LOCAL_POSTGRES_PORT: port.default(54_329),
  LOCAL_REDIS_PORT: port.default(63_799),
  LOCAL_DATA_DIR: z.string().default('.data'),
};

/** Stand for the values that are filled in later: URLs of the local servers, and secrets that are long enough. */
const filledIn = {
  DATABASE_URL: 'postgres://127.0.0.1',
  REDIS_URL: 'redis://127.0.0.1',
  OPERATOR_PASSWORD: 'made up later',
  APP_SECRET: 'made up later and kept with the data',
  AUTH_JWT_SECRET: 'made up later and kept with the data, too',
};

/** The variables that keep others from being filled in. A direct URL would not lead to the Postgres that is started. */
const unlessGiven: Partial<Record<string, string>> = {
  DATABASE_URL: 'DATABASE_DIRECT_URL',
  AUTH_JWT_SECRET: 'AUTH_JWKS_URL',
};

/**
 * Reads the environment, and `.env` in the root of the workspace for variables that the environment lacks. Checks the
 * configuration of the api and the worker too, before anything is started.
 *
 * @throws ConfigError that lists every invalid variable.
 */
export function readSettings(): Settings {
  loadEnvFile();
  // An empty variable counts as unset.
  const given = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  const filled = Object.fromEntries(
    Object.entries(filledIn).filter(([name]) => given[unlessGiven[name] ?? ''] === undefined),
  );
  const config = loadExtendedConfig(ownVariables, { ...filled, ...given });
  const names = Object.keys(keptSecrets) as SecretName[];
  return {
    dataDir: resolve(root, config.LOCAL_DATA_DIR),
    databaseUrl: given['DATABASE_URL'],
    redisUrl: given['REDIS_URL'],
    postgresPort: config.LOCAL_POSTGRES_PORT,
    redisPort: config.LOCAL_REDIS_PORT,
    host: config.HOST,
    reachableHost: ['0.0.0.0', '::'].includes(config.HOST) ? '127.0.0.1' : config.HOST,
    apiPort: config.PORT,
    workerPort: config.WORKER_PORT,
    operatorUsername: config.OPERATOR_USERNAME,
    hasShop: hasShop(config),
    secrets: Object.fromEntries(names.filter((name) => given[name]).map((name) => [name, given[name]])),
    neededSecrets: names.filter((name) => name in filled || given[name]),
  };
}
