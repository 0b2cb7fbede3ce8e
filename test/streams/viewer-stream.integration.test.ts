import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { changeChannel, otherHistory } from '@order-countdown/shared/redis/changes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { startApiBesideSilent, type ApiBesideSilent } from '../support/silent-api.ts';
import { openStream, type StreamEvent } from '../support/stream.ts';
import { backendToken } from '../support/tokens.ts';

/* The holder of a view token is told how the order ends, and nothing of payments, customers and notes. */

let system: ApiBesideSilent;
let client: Client;
let anonymous: Client;

beforeAll(async () => {
  system = await startApiBesideSilent();
  client = createClient(system.api.url);
  anonymous = createClient(system.api.url, null);
});

afterAll(() => system.close());

const asBackend = { Authorization: `Bearer ${backendToken}` };

interface Placed {
  id: string;
  viewToken: string;
}

const place = async (): Promise<Placed> =>
  (await client.place({ customerId: 'cus_secret', reference: 'reference_secret' })).body;

const pay = ({ id }: Placed, paymentReference: string, by = client) =>
  by.post(`/v1/orders/${id}/pay`, { paymentReference });

const cancel = ({ id }: Placed, by = client) => by.post(`/v1/orders/${id}/cancel`, { reason: 'note_secret' });

const pathOf = ({ id, viewToken }: Placed) => `/v1/orders/${id}/stream?token=${viewToken}`;

const watch = (order: Placed, lastEventId?: number) =>
  openStream(
    system.api.url + pathOf(order),
    lastEventId === undefined ? {} : { 'Last-Event-ID': `${lastEventId}` },
  );

const namesOf = (events: readonly StreamEvent[]) => events.map(({ event, id }) => `${event} ${id}`);

/** Paid, and then paid twice more: the timeline ends with two requests for refunds. */
async function placePaidThrice(): Promise<Placed> {
  const order = await place();
  expect(await pay(order, 'pay_secret_1')).toMatchObject({ status: 200 });
  for (const reference of ['pay_secret_2', 'pay_secret_3']) {
    expect(await pay(order, reference)).toMatchObject({ status: 409 });
  }
  return order;
}

/** As if the database had been restored to before its extension, and the order had then been cancelled. */
async function rewriteAsCancelled({ id }: Placed): Promise<void> {
  await system.context.postgres.query(
    `with cancelled as (
       update orders set status = 'cancelled', cancelled_at = now(), cancel_reason = 'backend' where id = $1
       returning id
     )
     update order_events set type = 'order.cancelled', data = '{"reason":"backend","note":null}'
     where order_id = (select id from cancelled) and sequence = 2`,
    [orderIdToUuid(id)],
  );
}

test('a viewer that asks for the whole timeline gets no refunds, and no private data', async () => {
  const order = await placePaidThrice();
  const stream = await watch(order, 0);
  await stream.ended();
  expect(namesOf(stream.events)).toEqual(['snapshot 0', 'order.placed 1', 'order.paid 2']);
  const [snapshot, placed, paid] = stream.events.map(({ data }) => data);
  expect(snapshot).toMatchObject({ status: 'paid', version: 4 });
  expect(placed.data).toEqual({
    customerId: null,
    reference: null,
    amount: 12_900,
    currency: 'CNY',
    expiresAt: expect.any(String),
  });
  expect(paid.data).toEqual({ amount: 12_900, currency: 'CNY', paymentReference: null });
  expect(stream.text()).not.toContain('secret');
});

test('a viewer whose stream is open gets the payment and the cancellation without private data', async () => {
  const [paid, cancelled] = [await place(), await place()];
  const streams = [await watch(paid), await watch(cancelled)] as const;
  await Promise.all(streams.map((stream) => stream.event('snapshot')));
  await Promise.all([pay(paid, 'pay_secret'), cancel(cancelled)]);
  await Promise.all(streams.map((stream) => stream.ended()));
  expect(streams[0].events.at(-1)).toMatchObject({ event: 'order.paid', data: { id: paid.id, sequence: 2 } });
  expect(streams[1].events.at(-1)?.data.data).toEqual({ reason: 'backend', note: null });
  for (const stream of streams) expect(stream.text()).not.toContain('secret');
});

test('a backend and the customer get every event with all of its data', async () => {
  const order = await placePaidThrice();
  const stream = await openStream(`${system.api.url}/v1/orders/${order.id}/stream`, {
    ...asBackend,
    'Last-Event-ID': '0',
  });
  await stream.ended();
  expect(stream.events.slice(1).map(({ data }) => data)).toMatchObject([
    { data: { customerId: 'cus_secret', reference: 'reference_secret' } },
    { data: { paymentReference: 'pay_secret_1' } },
    { type: 'payment.refund_required', data: { paymentReference: 'pay_secret_2' } },
    { type: 'payment.refund_required', data: { paymentReference: 'pay_secret_3' } },
  ]);
  const headers = { ...asBackend, 'Last-Event-ID': '3' };
  const resumed = await openStream(`${system.api.url}/v1/orders/${order.id}/stream`, headers);
  await resumed.ended();
  expect(namesOf(resumed.events)).toEqual(['snapshot 3', 'payment.refund_required 4']);
});

test('a viewer that has seen all that it may see of an order that has ended is answered with 204', async () => {
  const order = await placePaidThrice();
  for (const lastEventId of [2, 3, 4]) {
    const headers = { 'Last-Event-ID': String(lastEventId) };
    expect(await anonymous.send(pathOf(order), { headers })).toMatchObject({ status: 204, body: '' });
  }
});

test('a viewer that lacks the payment gets it, and one that knows more than there is gets the state', async () => {
  const order = await placePaidThrice();
  const resumed = await watch(order, 1);
  await resumed.ended();
  expect(namesOf(resumed.events)).toEqual(['snapshot 1', 'order.paid 2']);
  const restored = await watch(order, 9);
  await restored.ended();
  expect(namesOf(restored.events)).toEqual(['snapshot 4']);
});

test('a viewer that is told of a restore gets what it may see of the other history, and its stream ends', async () => {
  const unheard = createClient(system.silent.url);
  const order = await place();
  const stream = await watch(order);
  await stream.event('snapshot');
  await unheard.post(`/v1/orders/${order.id}/extend`, { seconds: 60 });
  await cancel(order, unheard);
  await pay(order, 'pay_secret', unheard);
  await system.context.redis.publish(changeChannel(order.id), otherHistory);
  await stream.ended();
  expect(namesOf(stream.events)).toEqual([
    'snapshot 1',
    'snapshot 1',
    'order.extended 2',
    'order.cancelled 3',
  ]);
  expect(stream.text()).not.toContain('secret');
});

test('a viewer of whose order only a refund is new after a restore is not kept waiting', async () => {
  const unheard = createClient(system.silent.url);
  const order = await place();
  // It has seen an extension, which the other history does not have.
  const stream = await watch(order, 4_000_000_000);
  await client.post(`/v1/orders/${order.id}/extend`, { seconds: 60 });
  await stream.event('order.extended');
  await rewriteAsCancelled(order);
  await pay(order, 'pay_secret', unheard);
  await system.context.redis.publish(changeChannel(order.id), otherHistory);
  await stream.ended();
  expect(namesOf(stream.events)).toEqual(['snapshot 1', 'order.extended 2', 'snapshot 2']);
  expect(stream.events.at(-1)?.data).toMatchObject({ status: 'cancelled', version: 3 });
  expect(await anonymous.send(pathOf(order), { headers: { 'Last-Event-ID': '2' } })).toMatchObject({
    status: 204,
  });
});

test('HEAD by a view token is answered as GET would be', async () => {
  const [open, ended] = [await place(), await placePaidThrice()];
  expect(await anonymous.send(pathOf(open), { method: 'HEAD' })).toMatchObject({ status: 200 });
  const headers = { 'Last-Event-ID': '2' };
  expect(await anonymous.send(pathOf(ended), { method: 'HEAD', headers })).toMatchObject({ status: 204 });
});

test('the order itself, read by a view token, has its customer and reference', async () => {
  const { id, viewToken } = await place();
  expect(await anonymous.get(`/v1/orders/${id}?token=${viewToken}`)).toMatchObject({
    body: { customerId: 'cus_secret', reference: 'reference_secret' },
  });
});
