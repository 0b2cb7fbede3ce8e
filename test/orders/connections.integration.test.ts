import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { readMetrics } from '../support/metrics.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { openStream } from '../support/stream.ts';
import { startSystem, type System } from '../support/system.ts';
import { statusOf } from '../support/new-connection.ts';
import { until } from '../support/until.ts';

let system: System;
const closers: (() => unknown)[] = [];

beforeAll(async () => {
  system = await startSystem();
});

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

afterAll(() => system.close());

async function startLimited(env: Record<string, string>): Promise<RunningProcess> {
  const api = await startApi(system.context, env);
  closers.push(() => api.end());
  return api;
}

async function open({ url }: { url: string }): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  closers.push(() => socket.destroy());
  socket.on('error', () => undefined).resume();
  await once(socket, 'connect');
  return socket;
}

const openCount = async (api: RunningProcess) =>
  (await readMetrics(api)).value('order_countdown_http_open_connections');

test.each(['MAX_CONNECTIONS', 'MAX_CONNECTIONS_PER_ADDRESS'])(
  'connections beyond %s are closed at once, and health is answered all the same',
  async (limit) => {
    const api = await startLimited({ [limit]: '5' });
    const sockets = [];
    for (let count = 0; count < 5; count += 1) sockets.push(await open(api));
    await until(async () => (await openCount(api)) === 5);

    const startedAt = performance.now();
    const beyond = await open(api);
    await once(beyond, 'close');
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(await statusOf(`${api.url}/openapi.json`)).toBeNull();
    expect(await statusOf(`${api.url}/health/live`)).toBe(200);
    expect(await statusOf(`${api.url}/health/ready`)).toBe(200);
    const metrics = await readMetrics(api);
    const reason = limit === 'MAX_CONNECTIONS' ? 'process_full' : 'address_full';
    expect(metrics.value('order_countdown_http_connections_dropped_total', { reason })).toBe(2);

    sockets[0]?.destroy();
    await until(async () => (await statusOf(`${api.url}/openapi.json`)) === 200);
  },
);

test('many connections beyond the limit keep nobody from asking for health', async () => {
  const api = await startLimited({ MAX_CONNECTIONS: '1' });
  await open(api);
  await until(async () => (await openCount(api)) === 1);
  for (let count = 0; count < 100; count += 1) await open(api);
  expect(await statusOf(`${api.url}/health/live`)).toBe(200);
  const line = await until(() => api.log.find(({ msg }) => msg === 'connections closed at a limit'));
  expect(line).toMatchObject({ level: 40, connections: { process_full: expect.any(Number) as number } });
});

test('connections of a trusted proxy do not count for its address', async () => {
  const api = await startLimited({ MAX_CONNECTIONS_PER_ADDRESS: '2', TRUST_PROXY: 'loopback' });
  for (let count = 0; count < 5; count += 1) await open(api);
  await until(async () => Number(await openCount(api)) >= 5);
  expect(await statusOf(`${api.url}/openapi.json`)).toBe(200);
});

test("a connection does not count for its address while it carries a backend's stream", async () => {
  const api = await startLimited({ MAX_CONNECTIONS_PER_ADDRESS: '2' });
  const { body: order } = await system.client.place();
  const url = `${api.url}/v1/orders/${order.id}/stream`;
  const streams = [];
  for (let count = 0; count < 5; count += 1) {
    const stream = await openStream(url);
    await stream.event('snapshot');
    streams.push(stream);
  }
  expect(await createClient(api.url).get(`/v1/orders/${order.id}`)).toMatchObject({ status: 200 });

  // A customer's streams do count.
  const token = `?token=${order.viewToken}`;
  const refused = await Promise.allSettled(Array.from({ length: 5 }, () => openStream(url + token, {})));
  expect(refused.filter(({ status }) => status === 'rejected').length).toBeGreaterThanOrEqual(3);
  streams.forEach((stream) => stream.close());
});

/** Sends all requests at once. @returns all that was answered until `isEnough`, or the connection was closed */
async function pipeline(api: RunningProcess, requests: string, isEnough: (text: string) => boolean) {
  const socket = await open(api);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  socket.write(requests);
  await until(() => socket.destroyed || isEnough(text));
  return { text, isClosed: socket.destroyed };
}

const idsOf = (text: string) => [...text.matchAll(/X-Request-Id: n(\d+)/g)].map(([, id]) => Number(id));

const numbered = (count: number) =>
  Array.from({ length: count }, (_, id) => {
    const path = ['/openapi.json', '/v1/orders', '/health/ready'][id % 3];
    return `GET ${path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\nX-Request-Id: n${id}\r\n\r\n`;
  }).join('');

test('pipelined requests are answered in order, as long as there are few', async () => {
  const { text, isClosed } = await pipeline(system.api, numbered(30), (text) => idsOf(text).length === 30);
  expect(isClosed).toBe(false);
  expect(idsOf(text)).toEqual(Array.from({ length: 30 }, (_, id) => id));
});

test('a connection with too many pipelined requests is closed', async () => {
  const { text, isClosed } = await pipeline(system.api, numbered(1_000), () => false);
  expect(isClosed).toBe(true);
  expect(idsOf(text).length).toBeLessThan(40);
});

test('clients that pipeline a few requests have places while others keep half of them with streams', async () => {
  const api = await startLimited({ RATE_LIMIT_PER_MINUTE: '10000' });
  const { body: order } = await system.client.place();
  const stream = `GET /v1/orders/${order.id}/stream?token=${order.viewToken} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  const document = 'GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n';
  for (let count = 0; count < 80; count += 1) (await open(api)).write(stream + document.repeat(31));
  await until(async () => Number((await readMetrics(api)).value('order_countdown_open_streams')) > 30);

  const answers = await Promise.all(
    Array.from({ length: 20 }, () => pipeline(api, numbered(8), (text) => idsOf(text).length === 8)),
  );
  expect(answers.map(({ text }) => idsOf(text).length)).toEqual(answers.map(() => 8));
});

test.each([
  ['without a Host', 'GET / HTTP/1.1\r\n\r\n'],
  ['with an expectation that nobody knows', 'GET / HTTP/1.1\r\nHost: localhost\r\nExpect: x\r\n\r\n'],
])('too many pipelined requests %s close the connection, too', async (_what, request) => {
  const { body: order } = await system.client.place();
  const stream = `GET /v1/orders/${order.id}/stream?token=${order.viewToken} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  const { isClosed } = await pipeline(system.api, stream + request.repeat(100), () => false);
  expect(isClosed).toBe(true);
});

test('a request without a Host is refused, and an expectation that nobody knows is ignored', async () => {
  const hasEnded = (text: string) => text.includes('\r\n\r\n');
  const withoutHost = await pipeline(system.api, 'GET /docs HTTP/1.1\r\n\r\n', hasEnded);
  expect(withoutHost.text).toMatch(/^HTTP\/1\.1 400 /);
  const request = 'GET /docs HTTP/1.1\r\nHost: localhost\r\nExpect: x\r\n\r\n';
  expect((await pipeline(system.api, request, hasEnded)).text).toMatch(/^HTTP\/1\.1 200 /);
});

test.each(['foo://localhost', 'http://[/', 'http://localhost:port/'])(
  'a request for %s is malformed',
  async (target) => {
    const request = `GET ${target} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const { text } = await pipeline(system.api, request, (text) => text.includes('\r\n\r\n'));
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
  },
);

test('a path is also served as a whole address', async () => {
  const request = 'GET http://localhost/docs HTTP/1.1\r\nHost: localhost\r\n\r\n';
  const { text } = await pipeline(system.api, request, (text) => text.includes('\r\n\r\n'));
  expect(text).toMatch(/^HTTP\/1\.1 200 /);
});
