import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const envFile = fileURLToPath(new URL('../../../../.env', import.meta.url));

/**
 * Reads `.env` in the root of the repository, for what is run by hand. Variables that are set already keep their
 * values. Without the file, nothing happens; Node's own option `--env-file-if-exists` would print a line about it.
 */
export function loadEnvFile(): void {
  if (existsSync(envFile)) process.loadEnvFile(envFile);
}
