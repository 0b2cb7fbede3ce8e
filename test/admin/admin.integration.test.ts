import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHash, hkdfSync } from 'node:crypto';
import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { boardAssets, boardPages, boardRoutes } from '../support/bull-board.ts';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import {
  cookiesOf,
  operatorCredentials,
  signIn,
  submitSignIn,
  viewerCredentials,
  viewerEnv,
  withCookie,
} from '../support/operator.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';

const credentials = operatorCredentials;

/** Derives the key as the server does. */
function sessionKey(
  secret: string,
  { username, password }: Record<'username' | 'password', string>,
): Uint8Array {
  const digest = createHash('sha256')
    .update(JSON.stringify([username, password]))
    .digest('hex');
  return new Uint8Array(hkdfSync('sha256', secret, '', `order-countdown session of operator ${digest}`, 32));
}

const names = { queueName: 'order-expiry', jobId: 'x', queueStatus: 'delayed', schedulerId: 'x' };
const env = { ...viewerEnv, TRUST_PROXY: '1' };

let context: TestContext;
let api: RunningProcess;

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context, env);
});

afterAll(async () => {
  await api.end();
  await context.close();
});

describe('requests without a session', () => {
  const pages = ['', ...boardPages(names), ...boardAssets(), '/no/such', '/%2e%2e/queues'];
  const everything = [
    ...pages.map((path) => ({ method: 'GET', path, body: undefined })),
    ...boardRoutes(names),
    { method: 'DELETE', path: '/', body: undefined },
  ];

  test('every path of Bull Board, assets included, is answered with 401 without a session', async () => {
    const client = createClient(api.url, null);
    for (const { method, path, body } of everything) {
      const answer = await client.send(`/admin/queues${path}`, {
        method,
        redirect: 'manual',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect({ method, path, status: answer.status }).toEqual({ method, path, status: 401 });
      expect(answer.body).toMatchObject({ code: 'unauthenticated', status: 401 });
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
    expect(everything.length).toBeGreaterThan(80);
  });

  test('a page view without a session redirects to the sign-in form, and signing in leads to that page', async () => {
    const path = '/admin/queues/queue/order-expiry?status=delayed';
    const answer = await createClient(api.url, null).send(path, {
      redirect: 'manual',
      headers: { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' },
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(`/admin/sign-in?next=${encodeURIComponent(path)}`);
    const signedIn = await submitSignIn(api.url, { ...operatorCredentials, next: path });
    expect(signedIn.headers.get('location')).toBe(path);
  });

  test.each(['https://evil.example/', '//evil.example/admin/', '/\\evil.example/admin/', '/v1/orders'])(
    'signing in never leads to %s',
    async (next) => {
      const answer = await submitSignIn(api.url, { ...operatorCredentials, next });
      expect(answer.headers.get('location')).toBe('/admin');
    },
  );

  test('every path under /admin needs a session, in any spelling', async () => {
    const paths = ['', '/orders', '/orders/x', '/sign-out', '/nothing'].map((path) => `/admin${path}`);
    for (const path of [...paths, '/ADMIN/queues/', '/admin//queues/', '/admin/queues/../queues/']) {
      expect({ path, status: (await fetch(api.url + path)).status }).toEqual({ path, status: 401 });
    }
  });
});

describe('sessions', () => {
  const page = '/admin/orders';

  test('a session token that is forged, tampered with, expired or too long-lived is refused', async () => {
    const { cookie } = await signIn(api.url, operatorCredentials);
    const token = cookie.replace('operator_session=', '');
    const [head = '', body = '', signature = ''] = token.split('.');
    const claims = decodeJwt(token);
    const header = decodeProtectedHeader(token) as { alg: string };
    const now = Math.floor(Date.now() / 1_000);
    const sign = (
      changes: object,
      secret: string = developmentSecrets.APP_SECRET,
      password: string = credentials.password,
    ) =>
      new SignJWT({ ...claims, ...changes })
        .setProtectedHeader(header)
        .sign(sessionKey(secret, { ...credentials, password }));
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const forged = {
      nothing: '',
      nonsense: 'a.b.c',
      'no signature': `${head}.${body}.`,
      'no algorithm': `${encode({ ...header, alg: 'none' })}.${body}.`,
      'another username': `${head}.${encode({ ...claims, sub: 'root' })}.${signature}`,
      'a later expiry': `${head}.${encode({ ...claims, exp: now + 90_000 })}.${signature}`,
      'the other role': `${encode({ ...header, kid: 'viewer' })}.${body}.${signature}`,
      'no role': `${encode({ alg: 'HS256' })}.${body}.${signature}`,
      'a role that is a method': `${encode({ alg: 'HS256', kid: '__proto__' })}.${body}.${signature}`,
      'an expiry in the past': await sign({ iat: now - 60, exp: now - 1 }),
      'a start too long ago': await sign({ iat: now - 9 * 3_600, exp: now + 3_600 }),
      'no expiry': await sign({ exp: undefined }),
      'another audience': await sign({ aud: 'view' }),
      'another secret': await sign({}, 'x'.repeat(40)),
      'another password': await sign({}, undefined, 'another'),
    };
    for (const [what, value] of Object.entries(forged)) {
      const { status } = await withCookie(api.url, `operator_session=${value}`).get(page);
      expect({ what, status }).toEqual({ what, status: 401 });
    }
    // The same helper also makes a token that is accepted, so only these faults caused the refusals.
    for (const value of [token, await sign({})]) {
      expect(await withCookie(api.url, `operator_session=${value}`).get(page)).toMatchObject({ status: 200 });
    }
  });

  test('a session is valid in other processes and ends when its credentials or the secret change', async () => {
    const [operator, viewer] = [
      await signIn(api.url, operatorCredentials),
      await signIn(api.url, viewerCredentials),
    ];
    const statuses = async (changes: Record<string, string>) => {
      const other = await startApi(context, { ...env, ...changes });
      const read = ({ cookie }: { cookie: string }) => withCookie(other.url, cookie).get(page);
      const answers = [await read(operator), await read(viewer)];
      await other.end();
      return answers.map(({ status }) => status);
    };
    const asked = [
      {},
      { OPERATOR_PASSWORD: 'a new one' },
      { OPERATOR_USERNAME: 'chief' },
      { VIEWER_PASSWORD: '' },
      { APP_SECRET: 'y'.repeat(40) },
    ];
    expect(await Promise.all(asked.map(statuses))).toEqual([
      [200, 200],
      [401, 200],
      [401, 200],
      [200, 401],
      [401, 401],
    ]);
  }, 60_000);

  test('a session lasts eight hours, in cookies restricted to /admin and the same site', async () => {
    const plain = cookiesOf(await submitSignIn(api.url, operatorCredentials));
    const token = plain.get('operator_session');
    expect(token?.attributes).toEqual(expect.arrayContaining(['path=/admin', 'httponly', 'samesite=strict']));
    expect(token?.attributes).not.toContain('secure');
    const { iat = 0, exp = 0, sub } = decodeJwt(token?.value ?? '');
    expect({ sub, seconds: exp - iat }).toEqual({ sub: 'operator', seconds: 8 * 60 * 60 });
    const xsrf = plain.get('XSRF-TOKEN');
    expect(xsrf?.attributes).toEqual(expect.arrayContaining(['path=/admin', 'samesite=strict']));
    expect(xsrf?.attributes).not.toContain('httponly');

    const tls = { 'X-Forwarded-Proto': 'https' };
    const secure = cookiesOf(await submitSignIn(api.url, operatorCredentials, tls));
    for (const { attributes } of secure.values()) expect(attributes).toContain('secure');
  });

  test('signing out ends the session, also for a copy of its cookie', async () => {
    const { cookie, xsrfToken, send, get } = await signIn(api.url, operatorCredentials);
    const form = await get('/admin/sign-out');
    expect(form.body).toContain(`value="${xsrfToken}"`);
    expect(await send('POST', '/admin/sign-out')).toMatchObject({ status: 403 });
    expect(await get(page)).toMatchObject({ status: 200 });
    const answer = await createClient(api.url, null).send('/admin/sign-out', {
      method: 'POST',
      redirect: 'manual',
      headers: { Cookie: cookie },
      body: new URLSearchParams({ xsrfToken }),
    });
    expect(answer).toMatchObject({ status: 303 });
    expect([...cookiesOf(answer).values()].map(({ value }) => value)).toEqual(['', '']);
    expect(await get(page)).toMatchObject({ status: 401 });
  });
});

test('every response under /admin forbids caching, framing and foreign content', async () => {
  const { get } = await signIn(api.url, operatorCredentials);
  for (const path of [
    '/admin/sign-in',
    '/admin/queues/',
    '/admin/queues/static/favicon.ico',
    '/admin/orders',
  ]) {
    const { headers } = await get(path);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:/);
  }
});

test('unknown paths under /admin are answered with 404 within a session', async () => {
  const { get } = await signIn(api.url, operatorCredentials);
  for (const path of ['/admin/nothing', '/admin/queues/nothing', '/admin/queues/static/nothing.js']) {
    expect(await get(path)).toMatchObject({ status: 404, body: { code: 'not_found', instance: path } });
  }
});
