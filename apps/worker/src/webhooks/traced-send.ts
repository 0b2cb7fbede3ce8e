import { isTracing, traced, traceHeaders } from '@order-countdown/shared/platform/tracing';
import { send } from './send.ts';

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
