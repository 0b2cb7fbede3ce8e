import { historyDays } from '@order-countdown/shared/webhooks/give-up';
import { maxResends } from '@order-countdown/shared/webhooks/resend';
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

/** @returns when @throws Problem `validation_failed` if that is longer ago than the history goes back, by our clock */
export function requireRecent(since: string): Date {
  const instant = new Date(since);
  if (instant.getTime() < Date.now() - historyDays * 24 * 60 * 60 * 1_000) {
    throw invalid('body', [{ path: 'since', message: `must be at most ${historyDays} days ago` }]);
  }
  return instant;
}

/** @throws Problem */
export function refuseResend(outcome: 'not_found' | 'endpoint_disabled' | 'too_many_resends'): never {
  if (outcome === 'endpoint_disabled') {
    throw new Problem('webhook_endpoint_disabled', 'The endpoint is disabled. Enable it, then try again.');
  }
  if (outcome === 'too_many_resends') {
    throw new Problem(
      'too_many_resends',
      `At most ${maxResends} resends of an endpoint wait to be carried out.`,
    );
  }
  throw deliveryNotFound();
}

export const deliveryNotFound = () =>
  new Problem('not_found', 'There is no such webhook endpoint, or it has no delivery with this id.');

export const endpointNotFound = () => new Problem('not_found', 'There is no webhook endpoint with this id.');
