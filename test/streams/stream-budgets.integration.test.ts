import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { readMetrics } from '../support/metrics.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { backendToken, signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';
import { signViewToken } from '../support/view-tokens.ts';

/* How many streams one customer, one link and one address can hold, and that nobody else notices. */

/** As in apps/api/src/stream/streams.ts. */
const perBudget = 100;
const perAddress = 130;

let context: TestContext;
let api: RunningProcess;
let client: Client;
/** With their responses: fetch cancels one that nobody holds any more. */
const opened: { response: Response; close(): void }[] = [];

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context, { TRUST_PROXY: '1', MAX_STREAMS_PER_ADDRESS: String(perAddress) });
  client = createClient(api.url);
});

afterAll(async () => {
  for (const stream of opened) stream.close();
  await api.end();
  await context.close();
});

interface Placed {
  id: string;
  viewToken: string;
}

const place = async (customerId: string | undefined): Promise<Placed> =>
  (await client.place({ customerId })).body;

interface Attempt {
  token?: string;
  bearer?: string;
  /** As the proxy reports it. */
  address: string;
}

/** @returns the status, and the problem's code if there is one. The stream stays open */
async function open({ id }: Placed, { token, bearer, address }: Attempt): Promise<string> {
  const controller = new AbortController();
  const query = token === undefined ? '' : `?token=${token}`;
  const response = await fetch(`${api.url}/v1/orders/${id}/stream${query}`, {
    headers: { 'X-Forwarded-For': address, ...(bearer && { Authorization: `Bearer ${bearer}` }) },
    signal: controller.signal,
  });
  if (response.status === 200) {
    opened.push({ response, close: () => controller.abort() });
    return '200';
  }
  const { code } = (await response.json()) as { code: string };
  return `${response.status} ${code}`;
}

const byLink = (order: Placed, address: string) => open(order, { token: order.viewToken, address });

const bearerOf = (sub: string) => signToken({ sub, scope: 'orders' });

async function openMany(orders: readonly Placed[], count: number, address: string): Promise<string[]> {
  return Promise.all(
    Array.from({ length: count }, (_, index) => byLink(orders[index % orders.length]!, address)),
  );
}

const countOf = (statuses: readonly string[], status: string) =>
  statuses.filter((each) => each === status).length;

test('all view tokens of a customer fill one budget of streams, and harm nobody else', async () => {
  const orders = await Promise.all(Array.from({ length: 4 }, () => place('greedy')));
  const statuses = await openMany(orders, perBudget + 20, '203.0.113.1');
  expect(countOf(statuses, '200')).toBe(perBudget);
  expect(countOf(statuses, '429 rate_limited')).toBe(20);

  const [another, guest, neighbour] = await Promise.all([
    place('greedy'),
    place(undefined),
    place('neighbour'),
  ]);
  const address = '203.0.113.2';
  expect(await byLink(another, address)).toBe('429 rate_limited');
  const former = await signViewToken(another.id);
  expect(await open(another, { token: former, address })).toBe('429 rate_limited');
  expect(await open(another, { bearer: await bearerOf('greedy'), address })).toBe('200');
  expect(await byLink(neighbour, address)).toBe('200');
  expect(await byLink(guest, address)).toBe('200');
});

test('a customer who holds all of their streams leaves those of the view tokens', async () => {
  const order = await place('busy');
  const bearer = await bearerOf('busy');
  const attempts = Array.from({ length: perBudget + 5 }, () =>
    open(order, { bearer, address: '203.0.113.3' }),
  );
  expect(countOf(await Promise.all(attempts), '200')).toBe(perBudget);
  expect(await byLink(order, '203.0.113.4')).toBe('200');
});

test('orders without a customer have a budget each', async () => {
  const [order, another] = await Promise.all([place(undefined), place(undefined)]);
  expect(countOf(await openMany([order], perBudget + 5, '203.0.113.5'), '200')).toBe(perBudget);
  expect(await byLink(another, '203.0.113.6')).toBe('200');
});

test('an address holds a bounded number of streams, except those of backends', async () => {
  const address = '203.0.113.7';
  const orders = await Promise.all(['one', 'two', 'three'].map((name) => place(name)));
  const statuses = await openMany(orders, perAddress + 20, address);
  expect(countOf(statuses, '200')).toBe(perAddress);
  expect(countOf(statuses, '429 rate_limited')).toBe(20);
  const order = await place('four');
  expect(await open(order, { bearer: await bearerOf('four'), address })).toBe('429 rate_limited');
  expect(await open(order, { bearer: backendToken, address })).toBe('200');
  expect(await byLink(order, '203.0.113.8')).toBe('200');
});

test('the streams of a subnet of IPv6 addresses are counted together', async () => {
  const orders = await Promise.all(['five', 'six'].map((name) => place(name)));
  const attempts = Array.from({ length: perAddress + 1 }, (_, index) =>
    byLink(orders[index % 2]!, `2001:db8::${index.toString(16)}`),
  );
  expect(countOf(await Promise.all(attempts), '200')).toBe(perAddress);
  expect(await byLink(orders[0]!, '2001:db9::1')).toBe('200');
});

test('streams that end leave their places to others', async () => {
  const order = await place('patient');
  const openStreams = async () => (await readMetrics(api)).value('order_countdown_open_streams') ?? 0;
  const address = '203.0.113.9';
  const others = await openStreams();
  await openMany([order], perBudget, address);
  expect(await byLink(order, address)).toBe('429 rate_limited');
  for (const stream of opened.splice(-perBudget)) stream.close();
  await until(async () => (await openStreams()) === others);
  expect(countOf(await openMany([order], perBudget, address), '200')).toBe(perBudget);
});
