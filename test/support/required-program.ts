import { installPackage, type SystemPackage } from '@order-countdown/local-services/packages';
import { findProgram } from '@order-countdown/local-services/programs';

/**
 * The path of a program that only tests need. Installs it where that needs no password.
 *
 * @throws Error that says why it can't be installed
 */
export async function requireProgram(program: string, systemPackage: SystemPackage): Promise<string> {
  const found = findProgram(program);
  if (found) return found;
  const failure = await installPackage(systemPackage);
  const installed = findProgram(program);
  if (!installed)
    throw new Error(`${systemPackage.name} could not be installed: ${failure ?? 'no program is in PATH'}`);
  return installed;
}

export const requireHaproxy = () =>
  requireProgram('haproxy', { name: 'HAProxy', apt: 'haproxy', brew: 'haproxy' });

export const requirePgbouncer = () =>
  requireProgram('pgbouncer', { name: 'PgBouncer', apt: 'pgbouncer', brew: 'pgbouncer' });
