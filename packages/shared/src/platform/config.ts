import { z } from 'zod';
import { maxWindowSeconds } from '../order/order.ts';
import {
  complaintsAbout,
  defaultHost,
  developmentSecrets,
  shardsWithoutRedis,
  type Complaint,
  type Environment,
} from './config-rules.ts';
import {
  attributeList,
  base32Secret,
  headerList,
  hostList,
  httpUrl,
  originList,
  port,
  portList,
  positiveInteger,
  postgresUrl,
  processCount,
  redisUrl,
  ratio,
  traceSamplers,
  trueOrFalse,
  trustProxy,
  wholeNumber,
} from './config-values.ts';
import { StartError } from './errors.ts';
import { readKeptSecret } from './kept-secrets.ts';
import { isClusterUrl } from './redis-url.ts';
import { describeIssue } from './validation-messages.ts';

export { developmentSecrets } from './config-rules.ts';

/** Parses the environment. The apps read `process.env` only here. */

/** What is left of the 10 s that a container gets suffices for requests in progress and for closing. */
const maxShutdownDelayMs = 3_000;

/** A payment that takes longer than a day is not in progress. */
const maxHoldSeconds = 24 * 60 * 60;

/** A hundred years. */
const maxKeyHours = 100 * 365 * 24;

/**
 * Orders are kept for so many days at least after they ended: one more than a view token is valid, which is longer than anything
 * else that leads to an order. A customer's deadline is 30 days away at most, requests and deliveries are remembered for 30.
 */
const minRetentionDays = 38;

/** Connections to Postgres of the API, of all its processes together, and of a worker. */
export const postgresConnections = 20;

/** The most queues of alarms. Each takes a worker some connections. */
const maxAlarmShards = 64;

/** The default in a cluster: each of three masters has five or six, and there may be many more masters. */
export const shardsInCluster = 16;

/** Each has two of the connections at least, so that one which waits for a held row leaves one to all others. */
const maxApiProcesses = postgresConnections / 2;

const variables = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  DATABASE_URL: postgresUrl,
  DATABASE_DIRECT_URL: postgresUrl.optional(),
  DATABASE_PREPARE: trueOrFalse.default(true),
  REDIS_URL: redisUrl,
  ALARM_SHARDS: positiveInteger(maxAlarmShards).optional(),
  HOST: z.string().min(1).default(defaultHost),
  ALLOWED_HOSTS: hostList,
  PORT: port.default(3000),
  WORKER_PORT: port.default(3001),
  API_PROCESSES: processCount(maxApiProcesses).default(1),
  PAYMENT_WINDOW_SECONDS: positiveInteger(maxWindowSeconds).default(1_800),
  REMINDER_LEAD_SECONDS: positiveInteger(maxWindowSeconds).default(300),
  PAYMENT_HOLD_SECONDS: wholeNumber(0, maxHoldSeconds).default(120),
  MAX_REFUSED_PAYMENTS: positiveInteger(1_000).default(100),
  SWEEP_INTERVAL_MS: wholeNumber(100, 3_600_000).default(1_000),
  EXPIRY_CONCURRENCY: positiveInteger(5_000).default(300),
  IDEMPOTENCY_KEY_HOURS: positiveInteger(maxKeyHours).optional(),
  RETENTION_DAYS: wholeNumber(minRetentionDays, maxKeyHours / 24).optional(),
  SHUTDOWN_DELAY_MS: wholeNumber(0, maxShutdownDelayMs).default(0),
  AUTH_JWT_SECRET: z.string().optional(),
  AUTH_JWT_SECRET_PREVIOUS: z.string().optional(),
  AUTH_JWKS_URL: httpUrl.optional(),
  AUTH_ISSUER: z.string().optional(),
  AUTH_AUDIENCE: z.string().optional(),
  APP_SECRET: z.string().default(developmentSecrets.APP_SECRET),
  APP_SECRET_PREVIOUS: z.string().optional(),
  OPERATOR_USERNAME: z.string().default('operator'),
  OPERATOR_PASSWORD: z.string().default(developmentSecrets.OPERATOR_PASSWORD),
  OPERATOR_TOTP_SECRET: base32Secret.optional(),
  VIEWER_USERNAME: z.string().default('viewer'),
  VIEWER_PASSWORD: z.string().optional(),
  RATE_LIMIT_PER_MINUTE: positiveInteger().default(600),
  MAX_STREAMS_PER_ADDRESS: positiveInteger().default(1_000),
  MAX_CONNECTIONS: positiveInteger().default(12_000),
  MAX_CONNECTIONS_PER_ADDRESS: positiveInteger().default(1_000),
  TRUST_PROXY: trustProxy,
  HSTS_INCLUDE_SUBDOMAINS: trueOrFalse.default(false),
  CORS_ORIGINS: originList,
  METRICS_TOKEN: z.string().optional(),
  WEBHOOK_ALLOW_PRIVATE_NETWORK: trueOrFalse.optional(),
  WEBHOOK_ALLOWED_PORTS: portList,
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z.enum(['http/protobuf']).default('http/protobuf'),
  OTEL_EXPORTER_OTLP_HEADERS: headerList.optional(),
  OTEL_EXPORTER_OTLP_TIMEOUT: wholeNumber(1, 60_000).default(10_000),
  OTEL_SDK_DISABLED: trueOrFalse.default(false),
  OTEL_SERVICE_NAME: z.string().optional(),
  OTEL_RESOURCE_ATTRIBUTES: attributeList.optional(),
  OTEL_TRACES_SAMPLER: z.enum(traceSamplers).default('parentbased_always_on'),
  OTEL_TRACES_SAMPLER_ARG: ratio.default(1),
  OTEL_BSP_SCHEDULE_DELAY: wholeNumber(10, 60_000).default(5_000),
  OTEL_BSP_EXPORT_TIMEOUT: wholeNumber(1, 60_000).default(30_000),
  OTEL_BSP_MAX_QUEUE_SIZE: positiveInteger(100_000).default(2_048),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: positiveInteger(10_000).default(512),
});

/** For migrations, which must not need the secrets of the servers. */
const migrationSchema = variables
  .pick({ DATABASE_URL: true, DATABASE_DIRECT_URL: true, LOG_LEVEL: true })
  .extend({ REDIS_URL: redisUrl.optional() });

/** For tools that only read the stores. */
const storesSchema = variables.pick({
  DATABASE_URL: true,
  DATABASE_DIRECT_URL: true,
  REDIS_URL: true,
  ALARM_SHARDS: true,
  SWEEP_INTERVAL_MS: true,
});

/** For creating tokens. */
const authSchema = variables.pick({
  AUTH_JWT_SECRET: true,
  AUTH_JWKS_URL: true,
  AUTH_ISSUER: true,
  AUTH_AUDIENCE: true,
});

const tokenSchema = authSchema.extend({ LOCAL_DATA_DIR: z.string().default('.data') });

/** For setting up an authenticator app. */
const totpSchema = variables.pick({ OPERATOR_TOTP_SECRET: true, OPERATOR_USERNAME: true });

export type Config = Readonly<
  z.infer<typeof variables> & { WEBHOOK_ALLOW_PRIVATE_NETWORK: boolean; ALARM_SHARDS: number }
>;

/** Where Postgres is reached past any pooler, for what needs a session of its own: migrations, and statements that take minutes. */
export function directUrlOf(config: Pick<Config, 'DATABASE_URL' | 'DATABASE_DIRECT_URL'>): string {
  return config.DATABASE_DIRECT_URL ?? config.DATABASE_URL;
}

/** The environment is invalid. The message lists every invalid variable, not just the first. */
export class ConfigError extends StartError {
  override readonly name = 'ConfigError';
}

/**
 * @param env variables by name; an empty variable counts as unset
 * @throws ConfigError listing each variable that is missing or invalid
 */
export function loadConfig(env: Environment = process.env): Config {
  return loadExtendedConfig({}, env);
}

/** Like {@link loadConfig}, with variables of the caller's own, or other schemas for some of these. */
export function loadExtendedConfig<Own extends z.ZodRawShape>(
  own: Own,
  env: Environment = process.env,
): Config & Readonly<z.infer<z.ZodObject<Own>>> {
  const isProduction = env['NODE_ENV'] === 'production';
  const parsed: unknown = parse(variables.extend(own), env, complaintsAbout(env));
  const config = withDevelopmentKey(parsed as z.infer<typeof variables>);
  const { WEBHOOK_ALLOW_PRIVATE_NETWORK = !isProduction } = config;
  const complete: Config = { ...withShards(config), WEBHOOK_ALLOW_PRIVATE_NETWORK };
  return complete as Config & Readonly<z.infer<z.ZodObject<Own>>>;
}

/**
 * Like {@link loadConfig}, for a tool that creates tokens. Where the environment has no key, it is the one that `npm start`
 * keeps, or else the development secret.
 */
export function loadAuthConfig(env: Environment = process.env): z.infer<typeof authSchema> {
  const { LOCAL_DATA_DIR, ...config } = parse(tokenSchema, env, []);
  if (config.AUTH_JWT_SECRET !== undefined || config.AUTH_JWKS_URL !== undefined) return config;
  const kept = readKeptSecret('AUTH_JWT_SECRET', { LOCAL_DATA_DIR });
  return withDevelopmentKey(kept === undefined ? config : { ...config, AUTH_JWT_SECRET: kept });
}

/** The development secret is a default only while no `AUTH_JWKS_URL` is set, so that a key set is never weakened. */
function withDevelopmentKey<Auth extends z.infer<typeof authSchema>>(config: Auth): Auth {
  const hasKeys = config.AUTH_JWT_SECRET !== undefined || config.AUTH_JWKS_URL !== undefined;
  return hasKeys ? config : { ...config, AUTH_JWT_SECRET: developmentSecrets.AUTH_JWT_SECRET };
}

/** Like {@link loadConfig}, for setting up an authenticator app. */
export function loadTotpConfig(env: Environment = process.env): z.infer<typeof totpSchema> {
  return parse(totpSchema, env, []);
}

/** Like {@link loadConfig}, for tools that only read the stores. */
export function loadStoresConfig(env: Environment = process.env) {
  return withShards(parse(storesSchema, env, shardsWithoutRedis(env)));
}

/** One queue of alarms has room for one Redis' worth of them; in a cluster, each master has some. */
function withShards<Stores extends z.infer<typeof storesSchema>>(stores: Stores) {
  const { REDIS_URL, ALARM_SHARDS = isClusterUrl(REDIS_URL) ? shardsInCluster : 1 } = stores;
  return { ...stores, ALARM_SHARDS };
}

/** Like {@link loadConfig}, for `migrate`. */
export function loadMigrationConfig(env: Environment = process.env): z.infer<typeof migrationSchema> {
  return parse(migrationSchema, env, []);
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  env: Environment,
  complaints: Complaint[],
): z.infer<Schema> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(set, { error: describeIssue });
  if (result.success && complaints.length === 0) return result.data;
  const all = [
    ...(result.error?.issues ?? []).map(({ path, message }) => ({ name: path.join('.'), message })),
    ...complaints,
  ];
  const lines = all.map(
    ({ name, message }) => `  ${name}: ${set[name] === undefined ? `is not set: ${message}` : message}`,
  );
  throw new ConfigError(`Invalid configuration:\n${lines.join('\n')}`);
}
