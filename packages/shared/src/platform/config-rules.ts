import { isLoopback } from './hosts.ts';
import { withoutRedis } from './redis-url.ts';

/** What variables need beyond their form. */

/** Defaults for development. They are public, so they are refused in production and beyond loopback. */
export const developmentSecrets = {
  AUTH_JWT_SECRET: 'development only: signs bearer tokens',
  APP_SECRET: 'development only: signs view tokens and sessions',
  OPERATOR_PASSWORD: 'countdown',
} as const;

export const defaultHost = '127.0.0.1';

const minSecretLength = 32;
const minPasswordLength = 12;

export type Environment = Record<string, string | undefined>;

export interface Complaint {
  name: string;
  message: string;
}

/** @returns what the environment may not have, beyond the form of its variables */
export function complaintsAbout(env: Environment): Complaint[] {
  return [...weaknesses(env), ...shardsWithoutRedis(env)];
}

function weaknesses(env: Environment): Complaint[] {
  if (env['NODE_ENV'] === 'production') return [...weakSecrets(env), ...unprotectedKeySet(env)];
  return isLoopback(env['HOST'] || defaultHost) ? [] : knownSecrets(env);
}

interface SecretRule {
  name: string;
  minLength: number;
}

/** The secrets that the environment sets, or has to set. */
function secretsOf(env: Environment): SecretRule[] {
  const needsJwtSecret = !env['AUTH_JWKS_URL'];
  return [
    { name: 'APP_SECRET', minLength: minSecretLength, isNeeded: true },
    { name: 'OPERATOR_PASSWORD', minLength: minPasswordLength, isNeeded: true },
    { name: 'AUTH_JWT_SECRET', minLength: minSecretLength, isNeeded: needsJwtSecret },
    { name: 'APP_SECRET_PREVIOUS', minLength: minSecretLength, isNeeded: false },
    { name: 'AUTH_JWT_SECRET_PREVIOUS', minLength: minSecretLength, isNeeded: false },
    { name: 'VIEWER_PASSWORD', minLength: minPasswordLength, isNeeded: false },
    { name: 'METRICS_TOKEN', minLength: minSecretLength, isNeeded: false },
  ].filter(({ name, isNeeded }) => isNeeded || env[name]);
}

const isKnown = (secret: string) => (Object.values(developmentSecrets) as string[]).includes(secret);

/** The secrets that are too weak for production. */
function weakSecrets(env: Environment): Complaint[] {
  return secretsOf(env)
    .filter(({ name, minLength }) => {
      const secret = env[name] ?? '';
      return secret.trim().length < minLength || isKnown(secret);
    })
    .map(({ name, minLength }) => ({
      name,
      message: `production requires a secret of at least ${minLength} characters, other than the development default`,
    }));
}

/** The published secrets, which are good enough only while no other machine can reach us. */
function knownSecrets(env: Environment): Complaint[] {
  const message =
    'a secret other than the development default is required, because HOST is not a loopback address';
  return secretsOf(env)
    .filter(({ name }) => !env[name] || isKnown(env[name]))
    .map(({ name }) => ({ name, message }));
}

/** Postgres is one server, whatever the number of its queues. */
export function shardsWithoutRedis({ REDIS_URL, ALARM_SHARDS = '' }: Environment): Complaint[] {
  if (REDIS_URL !== withoutRedis || ['', '1'].includes(ALARM_SHARDS)) return [];
  return [{ name: 'ALARM_SHARDS', message: `must be 1, or not set, with REDIS_URL=${withoutRedis}` }];
}

/** Whoever can change the key set on its way can sign tokens. On the way from this machine nobody can. */
function unprotectedKeySet({ AUTH_JWKS_URL = '' }: Environment): Complaint[] {
  const url = URL.parse(AUTH_JWKS_URL);
  if (url?.protocol !== 'http:' || isLoopback(url.hostname)) return [];
  const message = 'must be an https:// URL in production; http:// is only for a host on loopback';
  return [{ name: 'AUTH_JWKS_URL', message }];
}
