import { isAcknowledged, type History } from '../history/history.ts';
import type { FinalState } from './final-state.ts';
import { casesOf, type OrderCase, type ReceivedEvent } from './order-case.ts';

/** An event that came to an endpoint again after the endpoint had acknowledged it. */
export interface RepeatedWebhook {
  first: ReceivedEvent;
  again: ReceivedEvent;
}

export function repeatedAfterAnswer({ webhooks }: OrderCase): RepeatedWebhook[] {
  const byEvent = Map.groupBy(webhooks, ({ endpointId, sequence }) => `${endpointId} ${sequence}`);
  return [...byEvent.values()].flatMap((received) => {
    const [first] = received
      .filter(isAcknowledged)
      .toSorted((one, other) => one.answeredAt! - other.answeredAt!);
    if (!first) return [];
    return received
      .filter((each) => each !== first && each.receivedAt > first.answeredAt!)
      .map((again) => ({ first, again }));
  });
}

/** How many webhooks came again after they had been acknowledged: delivery is at least once. */
export function countRepeatedWebhooks(history: History, state: FinalState): number {
  const cases = casesOf(history, state).values();
  return [...cases].reduce((sum, each) => sum + repeatedAfterAnswer(each).length, 0);
}
