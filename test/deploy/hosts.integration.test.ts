import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, startWorker, type RunningProcess } from '../support/processes.ts';
import { requestToHost } from '../support/request-to-host.ts';
import { backendToken } from '../support/tokens.ts';

const production = {
  NODE_ENV: 'production',
  APP_SECRET: 'a secret of our own that is long enough',
  AUTH_JWT_SECRET: 'another secret of our own, long enough',
  OPERATOR_PASSWORD: 'a long password',
};

let context: TestContext;
let api: RunningProcess;
let worker: RunningProcess;

function ask({ url }: RunningProcess, path: string, host: string, method = 'GET') {
  const headers = { Authorization: `Bearer ${backendToken}`, 'X-Forwarded-Host': 'localhost' };
  return requestToHost(host, `${url}${path}`, { method, headers });
}

beforeAll(async () => {
  context = await createTestContext();
  const env = { ALLOWED_HOSTS: 'Orders.example, shop.test' };
  [api, worker] = await Promise.all([startApi(context, env), startWorker(context, env)]);
});

afterAll(async () => {
  await Promise.all([api.end(), worker.end()]);
  await context.close();
});

const paths = [
  '/v1/orders',
  '/health/live',
  '/metrics',
  '/docs',
  '/admin/sign-in',
  '/openapi.json',
  '/nowhere',
];

test.each(paths)(
  'in development, a request for %s with the name of another host is misdirected',
  async (path) => {
    for (const host of [
      'evil.example',
      'evil.example:3000',
      'localhost.evil.example',
      'orders.example.evil',
    ]) {
      expect(await ask(api, path, host)).toMatchObject({
        status: 421,
        body: {
          code: 'misdirected_request',
          status: 421,
          instance: path,
          detail: expect.stringContaining(`"${host}"`),
        },
      });
    }
  },
);

test('a misdirected request changes nothing', async () => {
  expect(await ask(api, '/v1/orders', 'evil.example', 'POST')).toMatchObject({ status: 421 });
  expect(await ask(api, '/v1/orders', 'evil.example', 'OPTIONS')).toMatchObject({ status: 421 });
  expect((await context.postgres.query('select from orders')).rowCount).toBe(0);
});

test('in development, a request without a Host is answered, as load balancers check with HTTP/1.0', async () => {
  for (const { url } of [api, worker]) {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    socket.end('GET /health/live HTTP/1.0\r\n\r\n');
    expect((await socket.toArray()).join('')).toMatch(/^HTTP\/1\.1 200 /);
  }
});

test.each(['evil.example:x', 'user@localhost', 'localhost/evil.example', '[::1', 'a b'])(
  'in development, the Host «%s» is misdirected',
  async (host) => {
    expect(await ask(api, '/health/live', host)).toMatchObject({ status: 421 });
  },
);

test.each([
  'localhost',
  'LOCALHOST:3000',
  'localhost.',
  'shop.localhost:3000',
  '127.0.0.1:80',
  '192.0.2.7',
  '[::1]:3000',
  '[2001:db8::1]',
  'orders.example',
  'ORDERS.example:443',
  'shop.test',
])('in development, the Host %s is expected', async (host) => {
  expect(await ask(api, '/health/live', host)).toMatchObject({ status: 200 });
  expect(await ask(worker, '/health/live', host)).toMatchObject({ status: 200 });
});

test.each(['/health/ready', '/metrics', '/nowhere'])(
  'the worker, too, answers no request for %s with the name of another host',
  async (path) => {
    expect(await ask(worker, path, 'evil.example')).toMatchObject({
      status: 421,
      body: { detail: expect.stringContaining('"evil.example"') },
    });
  },
);

test('the name that HOST gives is expected', async () => {
  const named = await startApi(context, { HOST: 'localhost' });
  expect(await ask(named, '/health/live', 'localhost')).toMatchObject({ status: 200 });
  await named.end();
});

test('production answers any host, unless ALLOWED_HOSTS is set', async () => {
  const [open, strict] = await Promise.all([
    startApi(context, production),
    startApi(context, { ...production, ALLOWED_HOSTS: 'orders.example' }),
  ]);
  expect(await ask(open, '/health/live', 'evil.example')).toMatchObject({ status: 200 });
  expect(await ask(strict, '/health/live', 'orders.example')).toMatchObject({ status: 200 });
  expect(await ask(strict, '/health/live', '127.0.0.1')).toMatchObject({ status: 200 });
  expect(await ask(strict, '/health/live', 'evil.example')).toMatchObject({ status: 421 });
  await Promise.all([open.end(), strict.end()]);
});
