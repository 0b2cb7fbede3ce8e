import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  exportJWK,
  exportSPKI,
  generateKeyPair,
  SignJWT,
  type CryptoKey,
  type JWK,
  type JWTPayload,
} from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

let context: TestContext;
let api: RunningProcess;
let client: Client;
let issuer: Server;
let published: JWK[] = [];

interface Key {
  algorithm: string;
  id: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

async function makeKey(algorithm: string, id: string): Promise<Key> {
  return { algorithm, id, ...(await generateKeyPair(algorithm, { extractable: true })) };
}

async function publish(...keys: Key[]): Promise<void> {
  published = await Promise.all(
    keys.map(async ({ publicKey, id, algorithm }) => ({
      ...(await exportJWK(publicKey)),
      kid: id,
      alg: algorithm,
    })),
  );
}

const goodClaims: JWTPayload = { sub: 'alice', scope: 'orders', iss: 'https://id.example', aud: 'orders' };

function sign({ algorithm, id, privateKey }: Key, claims: JWTPayload = goodClaims): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: algorithm, kid: id })
    .setExpirationTime('1 hour')
    .sign(privateKey);
}

async function statusWith(token: string): Promise<number> {
  const headers = { Authorization: `Bearer ${token}` };
  return (await client.send('/v1/orders', { headers })).status;
}

beforeAll(async () => {
  issuer = createServer((_request, response) => {
    response.setHeader('Content-Type', 'application/json').end(JSON.stringify({ keys: published }));
  }).listen(0, '127.0.0.1');
  await once(issuer, 'listening');
  context = await createTestContext();
});
// Each test has an API that has not fetched any keys: a process fetches them again only after a while.
beforeEach(async () => {
  api = await startApi(context, {
    AUTH_JWKS_URL: `http://127.0.0.1:${(issuer.address() as AddressInfo).port}/keys`,
    AUTH_ISSUER: 'https://id.example',
    AUTH_AUDIENCE: 'orders',
  });
  client = createClient(api.url, null);
});
afterEach(() => api.end());

afterAll(async () => {
  await context.close();
  issuer.close();
});

test('tokens signed by any key in the set are accepted, and no other tokens', async () => {
  const keys = await Promise.all(['RS256', 'ES256', 'EdDSA'].map((alg) => makeKey(alg, `key ${alg}`)));
  await publish(...keys);
  for (const key of keys) expect(await statusWith(await sign(key))).toBe(200);

  const [rsa] = keys;
  if (!rsa) throw new Error('no key was made');
  const unaccepted = await makeKey('PS256', rsa.id);
  expect(await statusWith(await sign(unaccepted))).toBe(401);
  expect(await statusWith(await sign(rsa, { ...goodClaims, iss: 'https://evil.example' }))).toBe(401);
  expect(await statusWith(await sign(rsa, { ...goodClaims, aud: 'invoices' }))).toBe(401);
  expect(await statusWith(await sign(await makeKey('RS256', rsa.id)))).toBe(401);

  // A public key used as a shared secret, and the secret for development.
  const publicPem = new TextEncoder().encode(await exportSPKI(rsa.publicKey));
  expect(await statusWith(await signToken(goodClaims, publicPem))).toBe(401);
  expect(await statusWith(await signToken(goodClaims))).toBe(401);
});

test('a rotated key is accepted without a restart, and the old key is refused', async () => {
  const [before, after] = await Promise.all([makeKey('ES256', 'before'), makeKey('ES256', 'after')]);
  await publish(before);
  const oldToken = await sign(before);
  expect(await statusWith(oldToken)).toBe(200);
  await publish(after);
  const newToken = await sign(after);
  await until(async () => (await statusWith(newToken)) === 200, undefined, 200);
  expect(await statusWith(oldToken)).toBe(401);
});

test('while the key set can’t be fetched requests are answered with 503', async () => {
  const other = await startApi(context, { AUTH_JWKS_URL: 'http://127.0.0.1:9/keys' });
  const key = await makeKey('ES256', 'any');
  const headers = { Authorization: `Bearer ${await sign(key)}` };
  const answer = await createClient(other.url, null).send('/v1/orders', { headers });
  expect(answer).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect(answer.headers.get('retry-after')).toBe('1');
  await other.end();
});
