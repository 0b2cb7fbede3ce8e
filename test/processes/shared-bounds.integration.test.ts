import { startThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { afterAll, beforeAll, expect, test, vi, type TestContext as ThisTest } from 'vitest';
import { openConnections, startApiProcesses, type ApiProcesses } from '../support/api-processes.ts';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openStream, type OpenStream } from '../support/stream.ts';
import { signToken } from '../support/tokens.ts';
import { statusOf } from '../support/new-connection.ts';
import { until } from '../support/until.ts';

/** What the processes of one API hold together. */

// Each test starts several processes.
vi.setConfig({ testTimeout: 60_000 });

let context: TestContext;

beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

async function start(
  { onTestFinished }: ThisTest,
  env: Record<string, string>,
  stores = context,
): Promise<ApiProcesses> {
  const api = await startApiProcesses(stores, env);
  onTestFinished(async () => void (await api.end()));
  return api;
}

test.concurrent.for(['MAX_CONNECTIONS', 'MAX_CONNECTIONS_PER_ADDRESS'])(
  '%s holds for all processes together',
  async (limit, test) => {
    const api = await start(test, { [limit]: '10' });
    const sockets = await openConnections(api, 40);
    test.onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
    expect(sockets.length).toBe(10);
    expect(await statusOf(`${api.url}/openapi.json`)).toBeNull();
    expect(await statusOf(`${api.url}/health/ready`)).toBe(200);

    sockets[0]?.destroy();
    await until(async () => (await statusOf(`${api.url}/openapi.json`)) === 200);
  },
);

test.concurrent('connections of a process that was killed no longer count', async (test) => {
  const api = await start(test, { MAX_CONNECTIONS: '10' });
  const sockets = await openConnections(api, 20);
  test.onTestFinished(() => sockets.forEach((socket) => socket.destroy()));
  expect(sockets.length).toBe(10);
  expect(await statusOf(`${api.url}/openapi.json`)).toBeNull();
  process.kill(api.pids()[0]!, 'SIGKILL');
  await until(async () => (await statusOf(`${api.url}/openapi.json`)) === 200);
});

test.concurrent('MAX_STREAMS_PER_ADDRESS holds for all processes together', async (test) => {
  const api = await start(test, { MAX_STREAMS_PER_ADDRESS: '4' });
  const { body: order } = await createClient(api.url).place();
  const url = `${api.url}/v1/orders/${order.id}/stream?token=${order.viewToken}`;
  const results = await Promise.allSettled(Array.from({ length: 12 }, () => openStream(url, {})));
  const opened: OpenStream[] = results.flatMap((result) =>
    result.status === 'fulfilled' ? [result.value] : [],
  );
  test.onTestFinished(() => opened.forEach((stream) => stream.close()));
  expect(opened.length).toBe(4);
  const refused = await fetch(url);
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ code: 'rate_limited' });

  opened.pop()?.close();
  await until(async () => {
    const stream = await openStream(url, {}).catch(() => null);
    if (stream) opened.push(stream);
    return stream;
  });
});

test('all processes together open 20 connections to Postgres', async (test) => {
  const api = await start(test, { API_PROCESSES: '3' });
  const blocker = await context.postgres.connect();
  test.onTestFinished(() => blocker.release());
  await blocker.query('begin; lock table orders in access exclusive mode');
  const listing = Array.from({ length: 90 }, () => statusOf(`${api.url}/v1/orders?token=x`));
  const client = createClient(api.url);
  const asking = Promise.all(Array.from({ length: 90 }, () => client.get('/v1/orders')));
  const connections = async () =>
    (
      await context.postgres.query(
        `select from pg_stat_activity where application_name = 'order-countdown-api' and datname = current_database()`,
      )
    ).rowCount;
  await until(async () => (await connections()) === 20);
  await blocker.query('rollback');
  await Promise.all([...listing, asking]);
  expect(await connections()).toBe(20);
});

test('without Redis each process has its part of the rate limit', async (test) => {
  const redis = await startThrowawayRedis();
  const ownContext = await createTestContext(redis.url);
  test.onTestFinished(async () => {
    await ownContext.close();
    await redis.stop();
  });
  const api = await start(test, { RATE_LIMIT_PER_MINUTE: '50' }, ownContext);
  await redis.kill();
  await until(async () => (await createClient(api.url, null).get('/health/ready')).body.redis === 'down');
  const client = createClient(api.url, await signToken({ sub: 'visitor', scope: 'orders' }));
  const answers = await Promise.all(Array.from({ length: 300 }, () => client.get('/v1/orders')));
  expect(answers.filter(({ status }) => status === 200).length).toBe(50);
});
