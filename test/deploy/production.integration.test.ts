import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, startWorker } from '../support/processes.ts';

/** What production needs besides the stores. */
const production = {
  NODE_ENV: 'production',
  APP_SECRET: 'seals and signs '.repeat(3),
  AUTH_JWT_SECRET: 'verifies bearers '.repeat(2),
  OPERATOR_PASSWORD: 'a long password',
};

let context: TestContext;

beforeAll(async () => {
  context = await createTestContext();
});

afterAll(() => context.close());

test.each([
  ['api', startApi],
  ['worker', startWorker],
])('the metrics of a production %s without METRICS_TOKEN are for nobody', async (_, start) => {
  const running = await start(context, production);
  for (const headers of [{}, { Authorization: 'Bearer ' }, { Authorization: 'Bearer undefined' }]) {
    const answer = await fetch(`${running.url}/metrics`, { headers });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await answer.text()).not.toContain('order_countdown_');
  }
  expect(await running.end()).toBe(0);
});

const paths = ['/health/live', '/openapi.json', '/docs', '/v1/orders', '/admin/sign-in', '/admin/queues'];

test.each([
  [{}, 'max-age=31536000'],
  [{ HSTS_INCLUDE_SUBDOMAINS: 'true' }, 'max-age=31536000; includeSubDomains'],
])('with %o every route answers with Strict-Transport-Security: %s', async (env, value) => {
  const api = await startApi(context, { ...production, ...env });
  const answers = await Promise.all(paths.map((path) => fetch(`${api.url}${path}`, { redirect: 'manual' })));
  const values = answers.map(({ headers }) => headers.get('strict-transport-security'));
  expect(values).toEqual(paths.map(() => value));
  expect(await api.end()).toBe(0);
});
