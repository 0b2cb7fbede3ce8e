import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem, type System } from '../support/system.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.close());

const read = async (id: string) => (await system.client.get(`/v1/orders/${id}`)).body;
const list = async (query: string) => (await system.client.get(`/v1/refunds?${query}`)).body;
const report = (id: string, body: object = {}) => system.client.post(`/v1/refunds/${id}/refunded`, body);

const eventsOf = async (id: string, type: string) => {
  const { body } = await system.client.get(`/v1/orders/${id}/events`);
  return body.data.filter((event: { type: string }) => event.type === type);
};

/** Pays an order that stays unpaid, twice: 7 of another amount in time, and 5 after its cancellation. */
async function placeWithRefunds(
  members: Record<string, unknown> = {},
): Promise<{ id: string; refunds: { id: string }[] }> {
  const { id } = (await system.client.place(members)).body;
  await system.client.post(`/v1/orders/${id}/pay`, { paymentReference: 'short', amount: 7 });
  await system.client.post(`/v1/orders/${id}/cancel`);
  await system.client.post(`/v1/orders/${id}/pay`, { paymentReference: 'late', amount: 5 });
  return { id, refunds: (await list(`orderId=${id}`)).data };
}

test('an order says what it is owed, from the first refused payment to the last refund', async () => {
  const { body: placed } = await system.client.place();
  expect(placed.refundDueAmount).toBe(0);
  const { id, refunds } = await placeWithRefunds();
  expect(await read(id)).toMatchObject({ refundDueAmount: 12 });
  await report(refunds[0]!.id);
  expect(await read(id)).toMatchObject({ refundDueAmount: 7 });
  await report(refunds[1]!.id);
  expect(await read(id)).toMatchObject({ refundDueAmount: 0 });
});

test('a refund says what is owed to whom and why, and its id is in the event that requests it', async () => {
  const { id, refunds } = await placeWithRefunds();
  const [late, short] = refunds;
  const due = { orderId: id, currency: 'CNY', status: 'due', refundedAt: null, refundReference: null };
  expect(late).toMatchObject({ ...due, paymentReference: 'late', amount: 5, reason: 'late' });
  expect(short).toMatchObject({ ...due, paymentReference: 'short', amount: 7, reason: 'amount' });
  expect((await system.client.get(`/v1/refunds/${late!.id}`)).body).toEqual(late);
  const requests = await eventsOf(id, 'payment.refund_required');
  expect(requests.map(({ data }: { data: { refundId: string } }) => data.refundId)).toEqual([
    short!.id,
    late!.id,
  ]);
});

test('a refund is reported once, and its reference may come later, but not change', async () => {
  const { id, refunds } = await placeWithRefunds();
  const refundId = refunds[0]!.id;
  const first = await report(refundId);
  expect(first).toMatchObject({ status: 200, body: { status: 'refunded', refundReference: null } });
  expect(await report(refundId)).toMatchObject({ status: 200, body: first.body });
  const added = await report(refundId, { refundReference: 're_1' });
  expect(added).toMatchObject({ status: 200, body: { ...first.body, refundReference: 're_1' } });
  expect((await report(refundId)).body).toEqual(added.body);
  expect((await report(refundId, { refundReference: 're_1' })).body).toEqual(added.body);
  expect(await report(refundId, { refundReference: 're_2' })).toMatchObject({
    status: 409,
    body: { code: 'refund_already_recorded' },
  });
  expect(await eventsOf(id, 'payment.refunded')).toMatchObject([
    {
      data: {
        refundId,
        amount: 5,
        currency: 'CNY',
        reason: 'late',
        paymentReference: 'late',
        refundReference: null,
      },
    },
  ]);
});

test('refunds are listed newest first, by status, order and customer, and page by page', async () => {
  const customerId = 'cus_refunds';
  const { refunds: older } = await placeWithRefunds({ customerId });
  const { refunds: newer } = await placeWithRefunds({ customerId });
  await placeWithRefunds({ customerId: 'somebody else' });
  const all = [...newer, ...older].map(({ id }) => id);
  const idsOf = ({ data }: { data: { id: string }[] }) => data.map(({ id }) => id);
  expect(idsOf(await list(`customerId=${customerId}`))).toEqual(all);
  await report(all[2]!);
  expect(idsOf(await list(`customerId=${customerId}&status=refunded`))).toEqual([all[2]]);
  const first = await list(`customerId=${customerId}&status=due&limit=2`);
  expect(idsOf(first)).toEqual(all.slice(0, 2));
  const second = await list(`customerId=${customerId}&status=due&limit=2&cursor=${first.nextCursor}`);
  expect(idsOf(second)).toEqual([all[3]]);
  expect(second.nextCursor).toBeNull();
});

test.each([
  ['state=due', 'state'],
  ['status=open', 'status'],
  ['orderId=42', 'orderId'],
  ['customerId=', 'customerId'],
  ['limit=101', 'limit'],
  ['cursor=bm90aGluZw', 'cursor'],
  ['status=due&status=due', 'status'],
])('a list with %s is answered with 400, which names %s', async (query, path) => {
  expect(await system.client.get(`/v1/refunds?${query}`)).toMatchObject({
    status: 400,
    body: { code: 'invalid_parameter', errors: [{ path }] },
  });
});

test('an unknown refund is not found, and an unknown field in a report is refused', async () => {
  const unknown = 'rfd_01jdkz3y8re0fv2x9k7q5m4n6p';
  const notFound = { status: 404, body: { code: 'refund_not_found' } };
  expect(await system.client.get(`/v1/refunds/${unknown}`)).toMatchObject(notFound);
  expect(await report(unknown)).toMatchObject(notFound);
  const { id, refunds } = await placeWithRefunds();
  expect(await report(refunds[0]!.id, { reference: 're_1' })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'reference' }] },
  });
  expect(await read(id)).toMatchObject({ refundDueAmount: 12 });
});
