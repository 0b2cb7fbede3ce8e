import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { startSystem, type System } from '../support/system.ts';
import { signToken } from '../support/tokens.ts';

const perMinute = 20;

let system: System;
let keys: Server;
let withoutKeys: RunningProcess;
/** How often the api has asked for the keys, which it does to verify a token as long as it has none. */
let verifications = 0;

beforeAll(async () => {
  keys = createServer((_request, response) => {
    verifications += 1;
    response.writeHead(500).end();
  });
  keys.listen(0, '127.0.0.1');
  await once(keys, 'listening');
  const { port } = keys.address() as AddressInfo;
  const env = { RATE_LIMIT_PER_MINUTE: String(perMinute), TRUST_PROXY: '1' };
  system = await startSystem({ apiEnv: env });
  withoutKeys = await startApi(system.context, { ...env, AUTH_JWKS_URL: `http://127.0.0.1:${port}/jwks` });
});

afterAll(async () => {
  await withoutKeys.end();
  keys.close();
  await system.close();
});

const ask = (address: string, token: string, url = system.api.url) =>
  createClient(url, token).send('/v1/orders', { headers: { 'X-Forwarded-For': address } });

test('past the limit, tokens of an address are refused before anything is done to verify them', async () => {
  const { privateKey } = await generateKeyPair('ES256');
  const token = await new SignJWT({ sub: 'mallory', exp: Math.floor(Date.now() / 1_000) + 600 })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(privateKey);
  const startedAt = performance.now();
  const statuses = [];
  for (let count = 0; count < 4 * perMinute; count += 1) {
    statuses.push((await ask('203.0.113.1', token, withoutKeys.url)).status);
  }
  // A valid token of this subject may still come: one a second is tried.
  const turns = 1 + Math.ceil((performance.now() - startedAt) / 1_000);
  expect(verifications).toBeGreaterThanOrEqual(perMinute);
  expect(verifications).toBeLessThanOrEqual(perMinute + turns);
  expect(statuses.slice(0, perMinute)).toEqual(Array.from({ length: perMinute }, () => 503));
  expect(statuses.filter((status) => status === 429).length).toBeGreaterThanOrEqual(3 * perMinute - turns);
  expect(await ask('203.0.113.2', token, withoutKeys.url)).toMatchObject({ status: 503 });
});

test('callers with valid tokens are not shut out by bad tokens from their address', async () => {
  const address = '203.0.113.3';
  const before = await signToken({ sub: 'before', scope: 'orders' });
  expect(await ask(address, before)).toMatchObject({ status: 200 });
  const forged = await signToken({ sub: 'mallory', scope: 'orders' }, new Uint8Array(32));
  const flood = await Promise.all(
    Array.from({ length: 10 * perMinute }, (_, count) =>
      ask(address, count % 2 ? forged : `garbage.${count}`),
    ),
  );
  expect(flood.filter(({ status }) => ![401, 429].includes(status))).toEqual([]);
  expect(await ask(address, 'garbage')).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
  expect(await ask(address, before)).toMatchObject({ status: 200 });
  expect(await ask(address, await signToken({ sub: 'new', scope: 'orders' }))).toMatchObject({ status: 200 });
  const { body: order } = await system.client.place();
  const path = `/v1/orders/${order.id}?token=${order.viewToken}`;
  const headers = { 'X-Forwarded-For': address };
  expect(await system.anonymous.send(path, { headers })).toMatchObject({ status: 200 });
});
