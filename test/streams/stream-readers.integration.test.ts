import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { createRegistry } from '@order-countdown/shared/metrics/registry';
import { afterEach, expect, test, vi } from 'vitest';
import type { Problem } from '../../apps/api/src/http/problem.ts';
import { problems } from '../../apps/api/src/http/problems.ts';
import { streamMetrics } from '../../apps/api/src/stream/stream-metrics.ts';
import type { Stream } from '../../apps/api/src/stream/event-stream.ts';
import { createStreams, type StreamsOptions } from '../../apps/api/src/stream/streams.ts';
import { openStream } from '../support/stream.ts';
import { startSystem } from '../support/system.ts';
import { until } from '../support/until.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server with nothing but streams, on which the test itself sends events. */
async function startStreams(options: Partial<StreamsOptions> = {}) {
  const registry = createRegistry();
  const streams = createStreams({ metrics: streamMetrics(registry), maxPerAddress: 1_000, ...options });
  const opened: (Stream & { response: ServerResponse })[] = [];
  const onClose = vi.fn<() => void>();
  const server = createServer((request, response) => {
    try {
      const limited = { budget: request.url ?? '', address: '203.0.113.1' };
      const stream = streams.open(response, { limited, expiresAtMs: Infinity }, onClose);
      opened.push({ ...stream, response });
    } catch (error) {
      const { code, extras } = error as Problem;
      response.writeHead(problems[code].status, extras.headers).end(JSON.stringify({ code }));
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    streams.close();
    server.close();
    server.closeAllConnections();
  });
  const { port } = server.address() as AddressInfo;
  const dropped = async () =>
    /^order_countdown_dropped_streams_total (\d+)$/m.exec(await registry.metrics())?.[1];
  return { url: `http://127.0.0.1:${port}/`, port, streams, opened, onClose, dropped };
}

/** A client that sends a request and reads nothing after the first bytes. */
async function startSlowReader(port: number) {
  const socket = connect(port, '127.0.0.1');
  closers.push(() => socket.destroy());
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'readable');
  return socket;
}

/** Sends events until the socket buffers are full and the stream is closed. */
async function sendUntilClosed({ opened, onClose }: Awaited<ReturnType<typeof startStreams>>): Promise<void> {
  const data = { text: 'x'.repeat(50_000) };
  await until(
    () => {
      opened[0]?.send({ name: 'order.extended', id: 1, data });
      return onClose.mock.calls.length > 0;
    },
    10_000,
    1,
  );
}

test('a stream whose reader stops reading is closed instead of buffering its events', async () => {
  const server = await startStreams();
  await startSlowReader(server.port);
  await sendUntilClosed(server);
  expect(await server.dropped()).toBe('1');
  expect(server.onClose).toHaveBeenCalledOnce();
});

test('a reader that keeps reading receives every event', async () => {
  const server = await startStreams();
  const stream = await openStream(server.url, {});
  const data = { text: 'x'.repeat(50_000) };
  for (let id = 1; id <= 200; id += 1) {
    server.opened[0]?.send({ name: 'order.extended', id, data });
    await until(() => stream.events.length === id, undefined, 0);
  }
  expect(await server.dropped()).toBe('0');
  stream.close();
  await until(() => server.onClose.mock.calls.length === 1);
});

test('a stream with data unread at two heartbeats in a row is closed', async () => {
  const server = await startStreams({ heartbeatMs: 150 });
  const reader = await openStream(server.url, {});
  await until(
    () =>
      reader
        .text()
        .split('\n')
        .filter((line) => line === ':').length >= 3,
  );
  reader.close();
  await until(() => server.onClose.mock.calls.length === 1);

  await startSlowReader(server.port);
  // Enough to leave data unread, but not enough to be closed for its amount.
  const data = { text: 'x'.repeat(20_000) };
  const stream = server.opened[1]!;
  await until(
    () => {
      if (stream.response.writableLength === 0) stream.send({ name: 'order.extended', id: 1, data });
      return server.onClose.mock.calls.length === 2;
    },
    10_000,
    1,
  );
  expect(await server.dropped()).toBe('1');
});

test('streams beyond the limit of the process are refused with 503, as are all while it stops', async () => {
  const server = await startStreams({ maxStreams: 2 });
  const [first] = await Promise.all([openStream(server.url, {}), openStream(server.url, {})]);
  const refused = await fetch(server.url);
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(await refused.json()).toMatchObject({ code: 'unavailable' });

  first.close();
  await until(() => server.onClose.mock.calls.length === 1);
  const third = await openStream(server.url, {});
  server.streams.close();
  await third.ended();
  expect((await fetch(server.url)).status).toBe(503);
});

test('streams beyond the limit of one budget are refused with 429, and other budgets are not affected', async () => {
  const server = await startStreams({ maxPerBudget: 2 });
  const mine = `${server.url}mine`;
  const [first] = await Promise.all([openStream(mine, {}), openStream(mine, {})]);
  const refused = await fetch(mine);
  expect(refused.status).toBe(429);
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(await refused.json()).toMatchObject({ code: 'rate_limited' });
  await openStream(`${server.url}yours`, {});

  first.close();
  await until(() => server.onClose.mock.calls.length === 1);
  await openStream(mine, {});
  expect((await fetch(mine)).status).toBe(429);
});

test('an api process that receives SIGTERM ends its streams at once', async () => {
  const { client, api, close } = await startSystem();
  const { body: order } = await client.place();
  const streams = await Promise.all(
    Array.from({ length: 20 }, () => openStream(`${api.url}/v1/orders/${order.id}/stream`)),
  );
  await Promise.all(streams.map((stream) => stream.event('snapshot')));
  const startedAt = performance.now();
  expect(await api.end('SIGTERM')).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  await Promise.all(streams.map((stream) => stream.ended()));
  await close();
});
