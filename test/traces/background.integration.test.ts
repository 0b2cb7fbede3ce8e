import { createRecheck } from '@order-countdown/shared/orders/recheck';
import { loadConfig } from '@order-countdown/shared/platform/config';
import { createPostgres } from '@order-countdown/shared/platform/postgres';
import { beginSpan, currentSpan, startTracing, withSpan } from '@order-countdown/shared/platform/tracing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { until } from '../support/until.ts';

/** What goes on after a request, or concerns no request, is no part of the trace of whichever request came first. */

let context: TestContext;
let core: TestCore;

beforeAll(async () => {
  context = await createTestContext();
  core = openCore(context);
  const { databaseUrl, redisUrl } = context;
  const stores = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl };
  // Nobody listens there, and nothing is exported before the end.
  const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_BSP_SCHEDULE_DELAY: '60000' };
  await startTracing('test', loadConfig({ ...stores, ...traced }), core.logger);
  await until(() => core.connection.status === 'ready');
});

afterAll(async () => {
  await core.close();
  await context.close();
});

/** Runs the work as a request would, and ends the request. */
async function inRequest<Result>(work: () => Result): Promise<Result> {
  const span = beginSpan({ name: 'POST' }, undefined);
  const result = await withSpan(span, work);
  span?.end();
  return result;
}

test('late writes are checked again outside of the trace of the request that was late', async () => {
  const spans: unknown[] = [];
  const recheck = createRecheck({
    ...core,
    ledger: {
      async read() {
        spans.push(currentSpan());
        return null;
      },
    },
  });
  await inRequest(() => recheck.add(['ord_01']));
  await until(() => spans.length > 0);
  expect(spans).toEqual([undefined]);
  await recheck.close();
});

test('a connection that is lost is logged outside of the trace of the request that opened it', async () => {
  const spans: unknown[] = [];
  const postgres = createPostgres({
    url: context.databaseUrl,
    applicationName: 'test',
    onConnectionError: () => spans.push(currentSpan()),
  });
  const [row] = await inRequest(() => postgres.query<{ pid: number }>('select pg_backend_pid() as pid'));
  await context.postgres.query('select pg_terminate_backend($1)', [row!.pid]);
  await until(() => spans.length > 0);
  expect(spans).toEqual([undefined]);
  await postgres.close();
});
