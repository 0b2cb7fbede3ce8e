import type { Once } from '@order-countdown/shared/ledger/once';
import type { WebhookEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import type { WebhookRelay } from '@order-countdown/shared/webhooks/relay';
import type { TargetPolicy } from '@order-countdown/shared/webhooks/target';
import type { Lists } from '../http/lists.ts';

/** What the routes about webhooks depend on. All of them are for backends. */
export interface WebhookDependencies {
  endpoints: WebhookEndpoints;
  lists: Lists;
  targetPolicy: TargetPolicy;
  relay: Pick<WebhookRelay, 'nudge'>;
  once: Once;
}
