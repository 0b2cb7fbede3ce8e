import { z } from 'zod';
import { maxWindowSeconds } from '../order/order.ts';

/**
 * The environment, parsed once. `process.env` is read here and nowhere else.
 */

const port = z.coerce.number().int().min(0).max(65_535);
const positiveInteger = z.coerce.number().int().positive();

/** What development runs with when nothing is set. Known to everybody who reads this, so production refuses it. */
export const developmentSecrets = {
  AUTH_JWT_SECRET: 'development only: signs bearer tokens',
  APP_SECRET: 'development only: signs view tokens and sessions',
  OPERATOR_PASSWORD: 'countdown',
} as const;

const minSecretLength = 32;
const minPasswordLength = 12;

const list = z
  .string()
  .transform((text) => text.split(',').map((part) => part.trim()))
  .default([]);

/** `true`: whatever the peer says; a number of hops; or addresses and subnets. See Express' `trust proxy`. */
const trustProxy = z
  .string()
  .transform((text) => (/^\d+$/.test(text) ? Number(text) : ({ true: true, false: false }[text] ?? text)))
  .default(false);

const variables = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// URL' }),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  WORKER_PORT: port.default(3001),
  PAYMENT_WINDOW_SECONDS: positiveInteger.max(maxWindowSeconds).default(1_800),
  REMINDER_LEAD_SECONDS: positiveInteger.max(maxWindowSeconds).default(300),
  SWEEP_INTERVAL_MS: z.coerce.number().int().min(100).max(3_600_000).default(1_000),
  EXPIRY_CONCURRENCY: positiveInteger.max(5_000).default(300),
  AUTH_JWT_SECRET: z.string().optional(),
  AUTH_JWKS_URL: z.url({ protocol: /^https?$/, error: 'must be a https:// URL' }).optional(),
  AUTH_ISSUER: z.string().optional(),
  AUTH_AUDIENCE: z.string().optional(),
  APP_SECRET: z.string().default(developmentSecrets.APP_SECRET),
  OPERATOR_USERNAME: z.string().default('operator'),
  OPERATOR_PASSWORD: z.string().default(developmentSecrets.OPERATOR_PASSWORD),
  VIEWER_USERNAME: z.string().default('viewer'),
  VIEWER_PASSWORD: z.string().optional(),
  RATE_LIMIT_PER_MINUTE: positiveInteger.default(600),
  TRUST_PROXY: trustProxy,
  CORS_ORIGINS: list,
  METRICS_TOKEN: z.string().optional(),
  WEBHOOK_ALLOW_PRIVATE_NETWORK: z.stringbool({ truthy: ['true'], falsy: ['false'] }).optional(),
});

/** Each secret that production can't be trusted with, and why. */
function weakSecrets(env: Environment): Complaint[] {
  const needed: [name: string, minLength: number][] = [
    ['APP_SECRET', minSecretLength],
    ['OPERATOR_PASSWORD', minPasswordLength],
  ];
  if (env['AUTH_JWT_SECRET'] || !env['AUTH_JWKS_URL']) needed.push(['AUTH_JWT_SECRET', minSecretLength]);
  if (env['VIEWER_PASSWORD']) needed.push(['VIEWER_PASSWORD', minPasswordLength]);
  const known: unknown[] = Object.values(developmentSecrets);
  return needed
    .filter(([name, minLength]) => (env[name]?.trim().length ?? 0) < minLength || known.includes(env[name]))
    .map(([name, minLength]) => ({
      name,
      message: `production needs at least ${minLength} characters of your own here, not a default`,
    }));
}

/** What a migration needs, and no secret that only the servers have. */
const migrationSchema = variables.pick({ DATABASE_URL: true, LOG_LEVEL: true });

/** What making a token needs. */
const authSchema = variables.pick({
  AUTH_JWT_SECRET: true,
  AUTH_JWKS_URL: true,
  AUTH_ISSUER: true,
  AUTH_AUDIENCE: true,
});

export type Config = Readonly<z.infer<typeof variables> & { WEBHOOK_ALLOW_PRIVATE_NETWORK: boolean }>;

/** The environment doesn't fit. The message names every variable that is wrong, not just the first. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Record<string, string | undefined>;

interface Complaint {
  name: string;
  message: string;
}

/**
 * @param env variables by name; a variable set to nothing counts as unset
 * @throws ConfigError naming each variable that is missing or wrong
 */
export function loadConfig(env: Environment = process.env): Config {
  const isProduction = env['NODE_ENV'] === 'production';
  const config = withDevelopmentKey(parse(variables, env, isProduction ? weakSecrets(env) : []));
  const { WEBHOOK_ALLOW_PRIVATE_NETWORK = !isProduction } = config;
  return { ...config, WEBHOOK_ALLOW_PRIVATE_NETWORK };
}

/** As {@link loadConfig}, for a tool that makes tokens. */
export function loadAuthConfig(env: Environment = process.env): z.infer<typeof authSchema> {
  return withDevelopmentKey(parse(authSchema, env, []));
}

/** With a key set alone, tokens signed with a secret are not accepted beside it. */
function withDevelopmentKey<Auth extends z.infer<typeof authSchema>>(config: Auth): Auth {
  const hasKeys = config.AUTH_JWT_SECRET !== undefined || config.AUTH_JWKS_URL !== undefined;
  return hasKeys ? config : { ...config, AUTH_JWT_SECRET: developmentSecrets.AUTH_JWT_SECRET };
}

/** As {@link loadConfig}, for `migrate`. */
export function loadMigrationConfig(env: Environment = process.env): z.infer<typeof migrationSchema> {
  return parse(migrationSchema, env, []);
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  env: Environment,
  complaints: Complaint[],
): z.infer<Schema> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(set);
  if (result.success && complaints.length === 0) return result.data;
  const all = [
    ...(result.error?.issues ?? []).map(({ path, message }) => ({ name: path.join('.'), message })),
    ...complaints,
  ];
  const lines = all.map(
    ({ name, message }) => `  ${name}: ${set[name] === undefined ? `is not set: ${message}` : message}`,
  );
  throw new ConfigError(`The configuration is not valid:\n${lines.join('\n')}`);
}
