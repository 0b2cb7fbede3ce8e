import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join, resolve } from 'node:path';

/** The secrets that `npm start` makes up, and the files of its data directory in which it keeps them. */
export const keptSecrets = {
  AUTH_JWT_SECRET: 'auth-jwt-secret',
  APP_SECRET: 'app-secret',
  OPERATOR_PASSWORD: 'operator-password',
} as const;

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** @returns the secret that `npm start` keeps; undefined: it has not run with this data directory */
export function readKeptSecret(
  name: keyof typeof keptSecrets,
  { LOCAL_DATA_DIR }: { LOCAL_DATA_DIR: string },
): string | undefined {
  const file = join(resolve(root, LOCAL_DATA_DIR), keptSecrets[name]);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}
