import {
  attribute,
  isTracing,
  traced,
  tracedFrom,
  traceHeaders,
} from '@order-countdown/shared/platform/tracing';
import type { Attempt } from './attempt-delivery.ts';
import { send } from './send.ts';
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

/** Sends a request with the `traceparent` of its span. Of the URL only the host is told: the rest may be a secret. */
export const tracedSend: typeof send = (url, headers, ...rest) => {
  if (!isTracing()) return send(url, headers, ...rest);
  const attributes = {
    'http.request.method': 'POST',
    'server.address': url.hostname,
    'server.port': portOf(url),
  };
  return traced(
    { name: 'POST', kind: 'client', attributes },
    () => send(url, { ...headers, ...traceHeaders() }, ...rest),
    ({ status }) => ({ 'http.response.status_code': status }),
  );
};

const portOf = ({ port, protocol }: URL) => Number(port) || (protocol === 'https:' ? 443 : 80);
