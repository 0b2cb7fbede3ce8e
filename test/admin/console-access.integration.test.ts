import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes, startConsole, type ConsoleSystem } from '../support/console-system.ts';
import { tally } from '../support/ledger.ts';
import { buildApp, mountedRoutes } from '../support/mounted-routes.ts';

let system: ConsoleSystem;
let orderId: string;

beforeAll(async () => {
  system = await startConsole();
  orderId = (await system.client.place()).body.id;
});
afterAll(() => system.close());

const ids = {
  endpointId: 'whe_01jdkz3y8re0fv2x9k7q5m4n6p',
  deliveryId: 'whd_01jdkz3y8re0fv2x9k7q5m4n6q',
};

/** Of the order, or of a refund that is not there. */
function fill(path: string): string {
  const id = path.includes('/refunds/') ? 'rfd_01jdkz3y8re0fv2x9k7q5m4n6p' : orderId;
  return path
    .replace('{id}', id)
    .replace('{endpointId}', ids.endpointId)
    .replace('{deliveryId}', ids.deliveryId);
}

const all = routes.map(({ method, path }) => ({ method: method.toUpperCase(), path }));
const reads = all.filter(({ method }) => method === 'GET');
const changes = all.filter(({ method }) => method !== 'GET');

test('the routes of the console are mounted, and no others under its path', () => {
  const mounted = mountedRoutes(buildApp(system.context.redis)).filter((route) =>
    route.includes('/admin/api'),
  );
  expect(mounted.toSorted()).toEqual(routes.map(({ method, path }) => `${method} ${path}`).toSorted());
  expect(changes.length).toBeGreaterThan(8);
});

describe('access to the API of the console', () => {
  test('nobody gets an answer without a session', async () => {
    for (const { method, path } of [...all, { method: 'GET', path: '/admin/api/nothing' }]) {
      const { status, body } = await system.anonymous.send(fill(path), { method });
      expect({ method, path, status, code: body.code }).toEqual({
        method,
        path,
        status: 401,
        code: 'unauthenticated',
      });
    }
  });

  test('the token of a backend is no session', async () => {
    expect(await system.client.get('/admin/api/orders')).toMatchObject({ status: 401 });
  });

  test('a viewer reads everything', async () => {
    for (const { path } of reads) {
      const { status } = await system.viewer.get(fill(path));
      expect([200, 404], path).toContain(status);
    }
    const session = await system.viewer.get('/admin/api/session');
    expect(session.body).toMatchObject({ username: 'viewer', role: 'viewer', environment: 'test' });
  });

  test('a viewer, and whoever lacks the XSRF token, changes nothing', async () => {
    const before = await tally(system.context);
    for (const { method, path } of changes) {
      const answers = [
        await system.viewer.change(method, fill(path), {}),
        await system.operator.send(method, fill(path), {}, {}),
        await system.operator.send(method, fill(path), { 'Sec-Fetch-Site': 'cross-site' }, {}),
      ];
      for (const { status, body } of answers) {
        expect({ method, path, status, code: body.code }).toEqual({
          method,
          path,
          status: 403,
          code: 'forbidden',
        });
      }
    }
    expect(await tally(system.context)).toEqual(before);
  });
});

test.each([
  ['/admin/api/nothing', 404, 'not_found'],
  ['/admin/api/orders?stauts=paid', 400, 'invalid_parameter'],
  ['/admin/api/orders?q=a&status=paid', 400, 'invalid_parameter'],
  ['/admin/api/orders?expiresAfter=2026-03-01T12:00:00Z', 400, 'invalid_parameter'],
  ['/admin/api/orders.csv?limit=5', 400, 'invalid_parameter'],
  ['/admin/api/orders/ord_1', 400, 'invalid_parameter'],
  ['/admin/api/orders/ord_01jdkz3y8re0fv2x9k7q5m4n6p', 404, 'order_not_found'],
  ['/admin/api/audit?cursor=abc', 400, 'invalid_parameter'],
  ['/admin/api/audit?event=theft', 400, 'invalid_parameter'],
  ['/admin/api/webhook-endpoints/whe_01jdkz3y8re0fv2x9k7q5m4n6p', 404, 'not_found'],
] as const)('%s is answered with %i %s', async (path, status, code) => {
  const answer = await system.operator.get(path);
  expect(answer).toMatchObject({ status, body: { status, code } });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/);
});

test('requests of an account are counted', async () => {
  const { headers } = await system.operator.get('/admin/api/session');
  expect(headers.get('ratelimit')).toMatch(/^"100000000-in-1min"; r=\d+/);
});
