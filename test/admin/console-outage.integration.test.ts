import { afterAll, beforeAll, expect, test } from 'vitest';
import { findFreePort } from '@order-countdown/local-services/ports';
import { expectDeclared } from '../support/console-system.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { createClient } from '../support/client.ts';
import { operatorCredentials, signIn, type SignedIn } from '../support/operator.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';

let context: TestContext;
/** Their Redis is away, and the Postgres of the second one as well. */
let apis: [RunningProcess, RunningProcess];
let operators: [SignedIn, SignedIn];

beforeAll(async () => {
  context = await createTestContext();
  const nowhere = `127.0.0.1:${await findFreePort()}`;
  const redisUrl = `redis://${nowhere}`;
  apis = await Promise.all([
    startApi({ ...context, redisUrl }),
    startApi({ databaseUrl: `postgres://${nowhere}/none`, redisUrl }),
  ]);
  operators = await Promise.all([
    signIn(apis[0].url, operatorCredentials),
    signIn(apis[1].url, operatorCredentials),
  ]);
});

afterAll(async () => {
  await Promise.all(apis.map((api) => api.end()));
  await context.close();
});

test('without Redis the console shows orders, and says that the alarm is not known and can’t be set', async () => {
  const [operator] = operators;
  const { id } = (await createClient(apis[0].url).place()).body;
  const shown = await operator.get(`/admin/api/orders/${id}`);
  expectDeclared('get', `/orders/${id}`, shown);
  expect(shown.body).toMatchObject({ alarm: null, redis: { state: 'unknown', differences: [] } });
  const set = await operator.change('POST', `/admin/api/orders/${id}/alarm`, {});
  expect(set).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect((await operator.get('/admin/api/overview')).body).toMatchObject({
    stores: { postgres: 'up', redis: 'down' },
    orders: { pending: 1 },
    drift: null,
  });
});

test('without both stores the console says so, at once', async () => {
  const [, operator] = operators;
  const overview = await operator.get('/admin/api/overview');
  expectDeclared('get', '/overview', overview);
  expect(overview.body).toMatchObject({
    stores: { postgres: 'down', redis: 'down' },
    orders: null,
    duePerMinute: null,
    endedPerMinute: null,
    lateness: null,
    refundsDue: null,
    endpoints: null,
    drift: null,
  });
  expect((await operator.get('/admin/api/queues')).body).toEqual({ redis: 'down', queues: null });
  expect((await operator.get('/admin/api/session')).body).toMatchObject({ username: 'operator' });
  expect(await operator.get('/admin/api/orders')).toMatchObject({
    status: 503,
    body: { code: 'unavailable' },
  });
});
