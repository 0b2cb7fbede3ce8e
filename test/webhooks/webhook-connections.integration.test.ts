import { endpointIdToUuid } from '@order-countdown/shared/webhooks/ids';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { startRawReceiver, type RawReceiver } from '../support/raw-receiver.ts';
import { until } from '../support/until.ts';
import { register, startImpatientDelivery, type Endpoint } from '../support/webhook-system.ts';

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

let context: TestContext;
let api: RunningProcess;
let client: Client;
let receiver: RawReceiver;
let endpoint: Endpoint;
let delivery: { close(): Promise<void> } | undefined;

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context);
  client = createClient(api.url);
});
afterAll(async () => {
  await api.end();
  await context.close();
});
afterEach(async () => {
  await endpoint.remove();
  await receiver.close();
  await delivery?.close();
});

async function startWith(answer: Parameters<typeof startRawReceiver>[0]) {
  receiver = await startRawReceiver(answer);
  endpoint = await register(client, `http://127.0.0.1:${receiver.port}/hook`);
  delivery = startImpatientDelivery(context, { retryDelaysMs: [] });
}

/** Writes deliveries of pings. */
const wait = (count: number) =>
  context.postgres.query(
    'insert into webhook_deliveries (endpoint_id) select $1::uuid from generate_series(1, $2::int)',
    [endpointIdToUuid(endpoint.id), count],
  );

async function rows(): Promise<{ status: string; attempts: number; error: string | null }[]> {
  const { rows: found } = await context.postgres.query(
    'select status, attempts, error from webhook_deliveries where endpoint_id = $1 order by id',
    [endpointIdToUuid(endpoint.id)],
  );
  return found;
}

const ended = async () => (await rows()).every(({ status }) => status !== 'pending');

test('a receiver that hangs up after each answer, without saying so, gets every delivery at the first attempt', async () => {
  await startWith((socket) => socket.end(ok));
  await wait(400);
  await until(ended, 30_000);
  expect((await rows()).filter(({ status, attempts }) => status !== 'delivered' || attempts !== 1)).toEqual(
    [],
  );
});

test('a receiver that resets each connection some time after its answer gets every delivery at the first attempt', async () => {
  await startWith((socket) => {
    socket.write(ok);
    setTimeout(() => socket.resetAndDestroy(), 3);
  });
  await wait(400);
  await until(ended, 30_000);
  expect((await rows()).filter(({ status, attempts }) => status !== 'delivered' || attempts !== 1)).toEqual(
    [],
  );
});

test('a receiver that hangs up without an answer is sent each attempt twice at most, and it fails', async () => {
  await startWith((socket, count) => (count <= 20 ? socket.write(ok) : socket.end()));
  await wait(20);
  await until(ended);
  await wait(5);
  await until(ended);
  const failed = (await rows()).filter(({ status }) => status === 'failed');
  expect(failed.map(({ attempts }) => attempts)).toEqual([1, 1, 1, 1, 1]);
  expect(receiver.ids.length).toBeLessThanOrEqual(30);
});

test('a connection whose answer does not end is closed, and the next delivery arrives on another', async () => {
  let written = 0;
  await startWith((socket, count) => {
    if (count > 1) {
      socket.write(ok);
      return;
    }
    socket.on('close', () => {
      written = socket.bytesWritten;
    });
    socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n');
    const block = `4000\r\n${'x'.repeat(0x4000)}\r\n`;
    const more = () => {
      while (!socket.destroyed && socket.write(block));
    };
    socket.on('drain', more);
    more();
  });
  await wait(1);
  await until(ended, 15_000);
  await until(() => receiver.open() === 0);
  await wait(1);
  await until(ended);
  expect((await rows()).map(({ status }) => status)).toEqual(['delivered', 'delivered']);
  expect(receiver.opened()).toBe(2);
  // 64 KiB are read. What both kernels buffer is a few MB; what is sent within 10 s, far more.
  expect(written).toBeLessThan(32 * 1_024 * 1_024);
}, 30_000);

test('a receiver that takes its time has ten connections at most, and none once it is idle for some seconds', async () => {
  let most = 0;
  await startWith((socket) => {
    most = Math.max(most, receiver.open());
    setTimeout(() => socket.write(ok), 20);
  });
  await wait(200);
  await until(ended, 30_000);
  expect(most).toBeLessThanOrEqual(10);
  await until(() => receiver.open() === 0, 15_000);
}, 60_000);
