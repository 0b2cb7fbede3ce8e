import { attribute, isTracing, tracedFrom } from '@order-countdown/shared/platform/tracing';
import type { Attempt } from './attempt-delivery.ts';
import type { SendableDelivery } from './stored-delivery.ts';

/** An attempt is a part of the trace that its event belongs to. */
export function tracedAttempt(
  { id, traceparent, endpoint, message }: SendableDelivery,
  attempt: () => Promise<Attempt | null>,
): Promise<Attempt | null> {
  if (!isTracing()) return attempt();
  const attributes = {
    [attribute('delivery_id')]: id,
    [attribute('endpoint_id')]: endpoint.id,
    [attribute('event_type')]: message.type,
    ...('orderId' in message && { [attribute('order_id')]: message.orderId }),
  };
  return tracedFrom(
    traceparent,
    { name: 'deliver webhook', kind: 'consumer', attributes },
    attempt,
    (made) => ({
      [attribute('outcome')]: made?.status ?? 'nothing to send',
    }),
  );
}
