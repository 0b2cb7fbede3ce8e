import autocannon from 'autocannon';
import type { LoadReport, LoadRequest } from './load.ts';

/** The process that sends the requests of `load.ts`, with autocannon. */

async function send({ url, headers, requests, repeat, connections }: LoadRequest): Promise<LoadReport> {
  const amount = repeat ?? requests.length;
  const answersMs: number[] = [];
  const statuses: Record<string, number> = {};
  let next = 0;
  // autocannon asks for a request when it is about to send it, and for the first one of a connection when it connects.
  const setupRequest = (request: autocannon.Request): autocannon.Request => ({
    ...request,
    ...requests[next++ % requests.length],
  });
  const startedAt = performance.now();
  let lastAt = startedAt;
  const each = requests.length === 1 ? { ...requests[0] } : { ...requests[0], setupRequest };
  const options = { url, headers, amount, timeout: 60, requests: [each], sampleInt: 20 };
  const { promise, resolve, reject } = Promise.withResolvers<autocannon.Result>();
  const instance = autocannon(
    { ...options, connections: Math.min(connections, amount) },
    (error: unknown, result: autocannon.Result) => (error ? reject(error) : resolve(result)),
  );
  instance.on('response', (_client, status, _bytes, ms) => {
    lastAt = performance.now();
    if (status < 300) answersMs.push(ms);
    statuses[status] = (statuses[status] ?? 0) + 1;
  });
  const { errors, timeouts } = await promise;
  return { seconds: (lastAt - startedAt) / 1_000, answersMs, statuses, failed: errors + timeouts };
}

process.on(
  'message',
  (request: LoadRequest) =>
    void send(request).then(
      (report) => process.send?.(report),
      (error: unknown) => process.send?.({ error: String(error) }),
    ),
);
