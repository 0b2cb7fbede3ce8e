import type { Break } from '@order-countdown/promises/check';
import type { History } from '../history/history.ts';
import type { FinalState } from './final-state.ts';
import type { OrderCase } from './order-case.ts';

export const noWebhookFromNowhere = 'no_webhook_from_nowhere';

/** Webhooks about orders that neither a client nor the ledger knows. */
export function strayWebhooks(
  { webhooks }: History,
  cases: ReadonlyMap<string, OrderCase>,
  { orders, readAt }: FinalState,
): Break[] {
  return webhooks
    .filter(({ receivedAt }) => receivedAt < readAt)
    .flatMap(({ body, endpointId, id }) => {
      const { data } = JSON.parse(body) as { data?: { orderId?: string } };
      const orderId = data?.orderId;
      if (orderId === undefined || cases.has(orderId) || orders.has(orderId)) return [];
      return [{ promise: noWebhookFromNowhere, orderId, detail: `${id} came to ${endpointId}` }];
    });
}
