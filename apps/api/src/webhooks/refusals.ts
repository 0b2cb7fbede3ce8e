import { checkTarget, TargetRefused, type TargetPolicy } from '@order-countdown/shared/webhooks/target';
import { invalid, Problem } from '../http/problem.ts';

/**
 * Checks that webhooks may be sent to an address.
 *
 * @returns the address in its normal form: what was checked is what gets stored
 * @throws Problem `validation_failed` if they may not
 */
export async function requireTarget(text: string, policy: TargetPolicy): Promise<string> {
  const url = new URL(text);
  try {
    await checkTarget(url, policy);
    return url.href;
  } catch (error) {
    if (!(error instanceof TargetRefused)) throw error;
    throw invalid('body', [{ path: 'url', message: error.message }]);
  }
}

export const tooManyEndpoints = (most: number) =>
  new Problem('validation_failed', `There are already ${most} endpoints, the most there can be.`);

export const endpointNotFound = () => new Problem('not_found', 'There is no webhook endpoint with this id.');
