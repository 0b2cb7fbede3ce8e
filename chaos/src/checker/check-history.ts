import type { Break } from '@order-countdown/promises/check';
import { checks } from './checks.ts';
import { brokenFeedAnswers } from './feed-answers.ts';
import { casesOf } from './order-case.ts';
import { createRun, type CheckOptions } from './run.ts';
import { storyOf } from './story.ts';
import { strayWebhooks } from './stray-webhooks.ts';

/** A broken promise, with all that is known of its order. */
export interface Violation extends Break {
  /** Everything that clients and the ledger did with the order, in the order of time, to be printed. */
  story: string;
}

/** Stories beyond these are left out: where one promise is broken a thousand times, the first ones tell why. */
const maxStories = 50;

/**
 * Compares what clients saw with what the ledger and Redis hold. Pure: the same history and state give the same answer.
 *
 * @param breaks what `checkPromises` has found, to be shown with the stories of its orders
 * @returns every broken promise; none: all are kept
 */
export function checkHistory(options: CheckOptions & { breaks?: readonly Break[] }): Violation[] {
  const { history, state, breaks = [] } = options;
  const run = createRun(options);
  const cases = casesOf(history, state);
  const found: Break[] = [...breaks, ...strayWebhooks(history, cases, state), ...brokenFeedAnswers(run)];
  for (const one of cases.values()) {
    for (const { name, broken } of checks) {
      found.push(...broken(one, run).map((detail) => ({ promise: name, orderId: one.id, detail })));
    }
  }
  return found.map((each, index) => {
    const one = index < maxStories ? cases.get(each.orderId) : undefined;
    return { ...each, story: one ? storyOf(one, run) : '' };
  });
}
