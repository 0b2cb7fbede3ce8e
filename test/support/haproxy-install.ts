import { installPackage } from '@order-countdown/local-services/packages';
import { findProgram } from '@order-countdown/local-services/programs';

/**
 * The path of HAProxy. Installs it where that needs no password.
 *
 * @throws Error that says why it can't be installed
 */
export async function requireHaproxy(): Promise<string> {
  const found = findProgram('haproxy');
  if (found) return found;
  const failure = await installPackage({ name: 'HAProxy', apt: 'haproxy', brew: 'haproxy' });
  const installed = findProgram('haproxy');
  if (!installed) throw new Error(`HAProxy could not be installed: ${failure ?? 'no program is in PATH'}`);
  return installed;
}
