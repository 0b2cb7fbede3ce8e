import { isLoopback } from './hosts.ts';

/** What production requires of variables beyond their form. */

/** Defaults for development. They are public, so production refuses them. */
export const developmentSecrets = {
  AUTH_JWT_SECRET: 'development only: signs bearer tokens',
  APP_SECRET: 'development only: signs view tokens and sessions',
  OPERATOR_PASSWORD: 'countdown',
} as const;

const minSecretLength = 32;
const minPasswordLength = 12;

export type Environment = Record<string, string | undefined>;

export interface Complaint {
  name: string;
  message: string;
}

/** @returns everything that production refuses about the environment */
export function productionComplaints(env: Environment): Complaint[] {
  return [...weakSecrets(env), ...unprotectedKeySet(env)];
}

/** The secrets that are too weak for production. */
function weakSecrets(env: Environment): Complaint[] {
  const required: [name: string, minLength: number][] = [
    ['APP_SECRET', minSecretLength],
    ['OPERATOR_PASSWORD', minPasswordLength],
  ];
  if (env['AUTH_JWT_SECRET'] || !env['AUTH_JWKS_URL']) required.push(['AUTH_JWT_SECRET', minSecretLength]);
  if (env['VIEWER_PASSWORD']) required.push(['VIEWER_PASSWORD', minPasswordLength]);
  if (env['METRICS_TOKEN']) required.push(['METRICS_TOKEN', minSecretLength]);
  const known: unknown[] = Object.values(developmentSecrets);
  return required
    .filter(([name, minLength]) => (env[name]?.trim().length ?? 0) < minLength || known.includes(env[name]))
    .map(([name, minLength]) => ({
      name,
      message: `production requires a secret of at least ${minLength} characters, other than the development default`,
    }));
}

/** Whoever can change the key set on its way can sign tokens. On the way from this machine nobody can. */
function unprotectedKeySet({ AUTH_JWKS_URL = '' }: Environment): Complaint[] {
  const url = URL.parse(AUTH_JWKS_URL);
  if (url?.protocol !== 'http:' || isLoopback(url.hostname)) return [];
  const message = 'must be an https:// URL in production; http:// is only for a host on loopback';
  return [{ name: 'AUTH_JWKS_URL', message }];
}
