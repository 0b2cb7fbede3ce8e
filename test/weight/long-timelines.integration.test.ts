import { once } from 'node:events';
import type { Socket } from 'node:net';
import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { backendToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';
import { connectUnread, pipelined, watchWeight } from '../support/weight.ts';

/** About 25 MB as JSON: a backend whose refused payments were tried again for days. */
const events = 50_000;

let context: TestContext;
let api: RunningProcess;
let path: string;
let sockets: Socket[] = [];

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context);
  const { body: order } = await createClient(api.url).place();
  path = `/v1/orders/${order.id}/events`;
  await context.postgres.query(
    `insert into order_events (order_id, sequence, type, data, occurred_at)
     select $1, n, 'payment.refund_required', jsonb_build_object('amount', 100, 'currency', 'EUR', 'reason', 'late',
       'paymentReference', n || repeat('x', 250)), now()
     from generate_series(2, $2::int) n`,
    [orderIdToUuid(order.id), events],
  );
});

afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

afterAll(async () => {
  await api.end();
  await context.close();
});

test('ten clients that do not read a timeline of 50,000 events add less than 150 MiB', async () => {
  const watch = watchWeight(api);
  const request = pipelined(path, 1, `Authorization: Bearer ${backendToken}\r\n`);
  sockets = connectUnread(api.url, 10, request);
  await Promise.all(sockets.map((socket) => once(socket, 'readable')));
  await until(() => watch.probes.length >= 10);
  await watch.stop();
  expect(watch.addedMiB()).toBeLessThan(150);
});

test('a timeline of 50,000 events is answered whole and in order', async () => {
  const { body } = await createClient(api.url).get(path);
  const { data } = body as { data: { sequence: number }[] };
  expect(data.map(({ sequence }) => sequence)).toEqual(Array.from({ length: events }, (_, n) => n + 1));
});
