import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

/** Sends a request with a `Host` of one's own, which `fetch` does not allow. A JSON body is parsed. */
export async function requestToHost(
  host: string,
  address: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {},
) {
  const sent = request(address, { method, headers: { ...headers, Host: host } }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const body = await text(response);
  const isJson = /[/+]json/.test(response.headers['content-type'] ?? '');
  const received = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
  return {
    status: response.statusCode ?? 0,
    headers: new Headers(Object.fromEntries(received) as Record<string, string>),
    body: (isJson ? JSON.parse(body) : body) as unknown,
  };
}
