import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { openStream, type OpenStream } from '../support/stream.ts';
import { backendToken } from '../support/tokens.ts';

/* Browsers send the id of the last event they received when they reconnect. */

let context: TestContext;
let api: RunningProcess;
let client: Client;

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context);
  client = createClient(api.url);
});

afterAll(async () => {
  await api.end();
  await context.close();
});

const asBackend = { Authorization: `Bearer ${backendToken}` };

const place = async () => (await client.place()).body;

const watch = (id: string, headers: Record<string, string> = asBackend) =>
  openStream(`${api.url}/v1/orders/${id}/stream`, headers);

const pay = (id: string) => client.post(`/v1/orders/${id}/pay`, { paymentReference: 'pay_1' });

const eventsAfterSnapshot = ({ events }: OpenStream) => events.slice(1).map(({ event }) => event);

test('a reconnecting reader receives the events it missed, then new ones', async () => {
  const { id } = await place();
  const stream = await watch(id, { ...asBackend, 'Last-Event-ID': '0' });
  await stream.event('order.placed');
  expect(stream.events.map((each) => [each.event, each.id])).toEqual([
    ['snapshot', '0'],
    ['order.placed', '1'],
  ]);
  await pay(id);
  await stream.ended();
  expect(eventsAfterSnapshot(stream)).toEqual(['order.placed', 'order.paid']);
});

test('a reader that reconnects to a paid order receives the events it missed, and the stream ends', async () => {
  const { id } = await place();
  await pay(id);
  const fresh = await watch(id);
  await fresh.ended();
  expect(fresh.events).toMatchObject([{ event: 'snapshot', id: '2', data: { status: 'paid', version: 2 } }]);
  const resumed = await watch(id, { ...asBackend, 'Last-Event-ID': '1' });
  await resumed.ended();
  expect(resumed.events.map((each) => [each.event, each.id])).toEqual([
    ['snapshot', '1'],
    ['order.paid', '2'],
  ]);
});

test('a reader that has seen more events of a paid order than there are, as after a restore, gets its state', async () => {
  const { id } = await place();
  await pay(id);
  const stream = await watch(id, { ...asBackend, 'Last-Event-ID': '3' });
  await stream.ended();
  expect(stream.events).toMatchObject([{ event: 'snapshot', id: '2', data: { status: 'paid', version: 2 } }]);
});

test('a reader that missed no event of a paid order is answered with 204, so that it stops reconnecting', async () => {
  const { id } = await place();
  await pay(id);
  const headers = { ...asBackend, 'Last-Event-ID': '2' };
  const response = await fetch(`${api.url}/v1/orders/${id}/stream`, { headers });
  expect(response.status).toBe(204);
  expect(await response.text()).toBe('');
});

test.each(['-1', '1.5', 'x', '', '99999999999', '1 '.repeat(50)])(
  'the Last-Event-ID %j is refused',
  async (lastEventId) => {
    const { id } = await place();
    const headers = { 'Last-Event-ID': lastEventId };
    const answer = await client.send(`/v1/orders/${id}/stream`, { headers });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid_parameter' } });
    expect(answer.body.errors[0].path).toBe('Last-Event-ID');
  },
);

test('a reader whose Last-Event-ID is too high still receives the next events', async () => {
  const { id } = await place();
  const stream = await watch(id, { ...asBackend, 'Last-Event-ID': '4000000000' });
  await stream.event('snapshot');
  await pay(id);
  await stream.ended();
  expect(eventsAfterSnapshot(stream)).toEqual(['order.paid']);
});
