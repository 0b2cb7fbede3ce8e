import { ConfigError, loadConfig } from '../../src/platform/config.ts';

/** All that must be set in development. */
export const urls = { DATABASE_URL: 'postgres://localhost/orders', REDIS_URL: 'redis://localhost:6379' };

/** The message with which a configuration is refused. @throws if it is accepted */
export function messageOf(load: () => unknown): string {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error('the configuration was accepted');
}

/** The variables that the error names, one per line after the first. */
export const namedBy = (env: Record<string, string>) =>
  [...messageOf(() => loadConfig(env)).matchAll(/^ {2}([A-Z_]+):/gm)].map(([, name]) => name);
