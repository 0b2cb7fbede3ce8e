import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, sampleOrder } from '../support/client.ts';
import { startApi } from '../support/processes.ts';
import { startSystem, type System } from '../support/system.ts';
import { signToken } from '../support/tokens.ts';

const perMinute = 50;

let system: System;

beforeAll(async () => {
  system = await startSystem({
    apiEnv: {
      RATE_LIMIT_PER_MINUTE: String(perMinute),
      CORS_ORIGINS: 'https://shop.example',
      TRUST_PROXY: '1',
    },
  });
});

afterAll(() => system.close());

const clientOf = async (sub: string, url = system.api.url) =>
  createClient(url, await signToken({ sub, scope: 'orders' }));

test('requests past the limit are refused, and other customers are not affected', async () => {
  const [flooder, neighbour] = await Promise.all([clientOf('flooder'), clientOf('neighbour')]);
  const flood = Promise.all(Array.from({ length: 4 * perMinute }, () => flooder.get('/v1/orders')));
  const meanwhile = await neighbour.get('/v1/orders');
  const answers = await flood;
  expect(meanwhile.status).toBe(200);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(perMinute);
  expect(await flooder.get('/v1/orders')).toMatchObject({ status: 429 });
  const refused = answers.find(({ status }) => status === 429);
  expect(refused).toMatchObject({ body: { code: 'rate_limited', status: 429 } });
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(Number(refused?.headers.get('retry-after'))).toBeLessThanOrEqual(60);
  expect(await neighbour.get('/v1/orders')).toMatchObject({ status: 200 });
});

test('all api processes share the count of a customer', async () => {
  const other = await startApi(system.context, { RATE_LIMIT_PER_MINUTE: String(perMinute) });
  const [here, there] = await Promise.all([clientOf('wanderer'), clientOf('wanderer', other.url)]);
  const flood = Array.from({ length: 2 * perMinute }, () => [
    here.get('/v1/orders'),
    there.get('/v1/orders'),
  ]);
  const answers = await Promise.all(flood.flat());
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(perMinute);
  for (const client of [here, there]) expect(await client.get('/v1/orders')).toMatchObject({ status: 429 });
  await other.end();
});

test('requests without a token are counted by the client address that the proxy reports', async () => {
  const ask = (address: string) =>
    system.anonymous.send('/v1/orders', { headers: { 'X-Forwarded-For': address } });
  const answers = await Promise.all(Array.from({ length: 4 * perMinute }, () => ask('203.0.113.7')));
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(perMinute);
  expect(await ask('203.0.113.7')).toMatchObject({ status: 429 });
  expect(await ask('203.0.113.8')).toMatchObject({ status: 401 });
});

test('without Redis each process enforces the limit with its own count', async () => {
  const redis = await startThrowawayRedis();
  const api = await startApi(
    { ...system.context, redisUrl: redis.url },
    { RATE_LIMIT_PER_MINUTE: String(perMinute) },
  );
  await redis.kill();
  const client = await clientOf('castaway', api.url);
  const answers = [];
  for (let count = 0; count < 2 * perMinute; count++) answers.push(await client.get('/v1/orders'));
  expect(answers.at(0)?.status).toBe(200);
  expect(answers.at(-1)?.status).toBe(429);
  await api.end();
  await redis.stop();
});

test('clients that send their request slowly are disconnected and delay nobody', async () => {
  const { hostname, port } = new URL(system.api.url);
  const sockets: Socket[] = [];
  for (let count = 0; count < 200; count++) {
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.on('error', () => undefined);
    socket.resume().write('POST /v1/orders HTTP/1.1\r\nHost: x\r\nX-Slow: ');
    sockets.push(socket);
  }
  const startedAt = performance.now();
  expect(await (await clientOf('quick')).get('/v1/orders')).toMatchObject({ status: 200 });
  expect(performance.now() - startedAt).toBeLessThan(1_000);

  await Promise.all(sockets.filter(({ closed }) => !closed).map((socket) => once(socket, 'close')));
  expect(performance.now() - startedAt).toBeLessThan(10_000);
}, 20_000);

test.each(['/health/live', '/health/ready', '/metrics'])('POST %s is answered with 405', async (path) => {
  for (const url of [system.api.url, system.worker.url]) {
    const answer = await fetch(url + path, { method: 'POST' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD');
  }
});

test('a method that the address does not support is answered with 405 and the supported ones', async () => {
  const put = await system.client.send('/v1/orders', { method: 'PUT' });
  expect(put).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
  expect(put.headers.get('allow')).toBe('GET, POST, HEAD');
  const get = await system.client.get('/v1/orders/ord_01jdkz3y8re0fv2x9k7q5m4n6p/pay');
  expect(get.headers.get('allow')).toBe('POST');
});

test('CORS admits the configured origin only', async () => {
  const preflight = (origin: string) =>
    system.anonymous.send('/v1/orders', {
      method: 'OPTIONS',
      headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
    });
  const allowed = await preflight('https://shop.example');
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://shop.example');
  expect(allowed.headers.has('access-control-allow-credentials')).toBe(false);
  expect(allowed.headers.get('access-control-allow-methods')).toBe('GET,HEAD,POST,PATCH,DELETE');
  const other = await preflight('https://evil.example');
  expect(other.headers.has('access-control-allow-origin')).toBe(false);
});

test('responses carry security headers and do not name the server', async () => {
  const { headers } = await system.client.post('/v1/orders', sampleOrder);
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.has('x-powered-by')).toBe(false);
});
