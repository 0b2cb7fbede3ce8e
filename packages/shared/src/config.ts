import { z } from 'zod';

/**
 * The environment, parsed once. `process.env` is read here and nowhere else.
 */

const port = z.coerce.number().int().min(0).max(65_535);
const positiveInteger = z.coerce.number().int().positive();

/** Known to everybody who reads this file, so production refuses it. */
export const developmentOperatorPassword = 'countdown';

export const maxWindowSeconds = 30 * 24 * 60 * 60;

const variables = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgres:// URL' }),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a redis:// URL' }),
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: port.default(3000),
  WORKER_PORT: port.default(3001),
  PAYMENT_WINDOW_SECONDS: positiveInteger.max(maxWindowSeconds).default(1_800),
  SWEEP_INTERVAL_MS: z.coerce.number().int().min(100).max(3_600_000).default(1_000),
  EXPIRY_CONCURRENCY: positiveInteger.max(5_000).default(300),
  OPERATOR_USERNAME: z.string().min(1).default('operator'),
  OPERATOR_PASSWORD: z.string().min(1).default(developmentOperatorPassword),
});

const schema = variables.superRefine((env, context) => {
  if (env.NODE_ENV === 'production' && env.OPERATOR_PASSWORD === developmentOperatorPassword) {
    context.addIssue({
      code: 'custom',
      path: ['OPERATOR_PASSWORD'],
      message: 'must be set in production, and not to the default',
    });
  }
});

/** What a migration needs, and no secret that only the servers have. */
const migrationSchema = variables.pick({ DATABASE_URL: true, LOG_LEVEL: true });

export type Config = Readonly<z.infer<typeof schema>>;

/** The environment doesn't fit. The message names every variable that is wrong, not just the first. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Environment = Record<string, string | undefined>;

/**
 * @param env variables by name; a variable set to nothing counts as unset
 * @throws ConfigError naming each variable that is missing or wrong
 */
export function loadConfig(env: Environment = process.env): Config {
  return parse(schema, env);
}

/** As {@link loadConfig}, for `migrate`. */
export function loadMigrationConfig(env: Environment = process.env): z.infer<typeof migrationSchema> {
  return parse(migrationSchema, env);
}

function parse<Schema extends z.ZodType>(target: Schema, env: Environment): z.infer<Schema> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = target.safeParse(set);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return `  ${name}: ${set[name] === undefined ? `is not set: ${message}` : message}`;
  });
  throw new ConfigError(`The configuration is not valid:\n${problems.join('\n')}`);
}
