import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSystem, type System } from '../support/system.ts';
import { signToken } from '../support/tokens.ts';

let system: System;
/** From the newest to the oldest. */
let orders: { id: string; createdAt: string; expiresAt: string }[];

const as = (token: string) => ({ Authorization: `Bearer ${token}` });
const pay = (id: string, body: object) => system.client.post(`/v1/orders/${id}/pay`, body);

/*
 * 0: pending, of another customer; 1: pending, with a refund that is due; 2: paid; 3: cancelled, then paid, and refunded;
 * 4: pending, due last; 5: pending.
 */
beforeAll(async () => {
  system = await startSystem();
  const placed = [];
  for (const [reference, expiresInSeconds, customerId] of [
    ['R-5', 600, 'cus_1'],
    ['R-4', 7_200, 'cus_1'],
    ['R-same', 600, 'cus_1'],
    ['R-same', 600, 'cus_1'],
    ['R-1', 1_200, 'cus_1'],
    ['R-same', 1_800, 'cus_2'],
  ])
    placed.unshift((await system.client.place({ reference, expiresInSeconds, customerId })).body);
  orders = placed;
  const [, short, paid, cancelled] = placed;
  await pay(short.id, { paymentReference: 'short', amount: 1 });
  await pay(paid.id, { paymentReference: 'accepted' });
  await system.client.post(`/v1/orders/${cancelled.id}/cancel`);
  await pay(cancelled.id, { paymentReference: 'late' });
  const { body } = await system.client.get(`/v1/refunds?orderId=${cancelled.id}`);
  await system.client.post(`/v1/refunds/${body.data[0].id}/refunded`);
});
afterAll(() => system.close());

/** Which of the orders a query finds, page by page. */
async function found(query: string, headers = {}): Promise<number[]> {
  const ids: string[] = [];
  for (let cursor = ''; ;) {
    const { body } = await system.client.send(`/v1/orders?limit=2&${query}${cursor}`, { headers });
    ids.push(...body.data.map(({ id }: { id: string }) => id));
    if (body.nextCursor === null) return ids.map((id) => orders.findIndex((order) => order.id === id));
    cursor = `&cursor=${body.nextCursor}`;
  }
}

const at = (index: number, part: 'createdAt' | 'expiresAt') => orders[index]![part];

describe('GET /v1/orders finds orders, newest first', () => {
  test.each<[string, () => string, number[]]>([
    ['of a number of the shop', () => 'reference=R-same', [0, 2, 3]],
    ['of a number of the shop and a customer', () => 'reference=R-same&customerId=cus_2', [0]],
    ['of a number that no order has', () => 'reference=R-none', []],
    ['by the payment that was accepted', () => 'paymentReference=accepted', [2]],
    ['by a payment that was refused', () => 'paymentReference=late', [3]],
    ['by a payment of another status', () => 'paymentReference=late&status=paid', []],
    ['with a refund that is due', () => 'refundDue=true', [1]],
    ['of another customer with a refund that is due', () => 'refundDue=true&customerId=cus_2', []],
    ['placed after one of them', () => `createdAfter=${at(3, 'createdAt')}`, [0, 1, 2]],
    ['placed before one of them', () => `createdBefore=${at(3, 'createdAt')}`, [4, 5]],
    [
      'placed between two of them',
      () => `createdAfter=${at(4, 'createdAt')}&createdBefore=${at(0, 'createdAt')}`,
      [1, 2, 3],
    ],
    ['placed after an instant and paid', () => `createdAfter=${at(4, 'createdAt')}&status=paid`, [2]],
    [
      'placed before an instant and pending',
      () => `createdBefore=${at(0, 'createdAt')}&status=pending`,
      [1, 4, 5],
    ],
    [
      'placed after an instant, of a customer',
      () => `createdAfter=${at(2, 'createdAt')}&customerId=cus_1`,
      [1],
    ],
    ['placed since long ago', () => 'createdAfter=2000-01-01T00:00:00Z', [0, 1, 2, 3, 4, 5]],
    ['placed in another time zone', () => 'createdBefore=2000-01-01T00:00:00.5%2B08:00', []],
    ['due after one of them', () => `status=pending&expiresAfter=${at(1, 'expiresAt')}`, [0, 4]],
    ['due before one of them', () => `status=pending&expiresBefore=${at(0, 'expiresAt')}`, [1, 5]],
    [
      'due between two of them, of a customer',
      () =>
        `status=pending&customerId=cus_1&expiresAfter=${at(5, 'expiresAt')}&expiresBefore=${at(4, 'expiresAt')}`,
      [1],
    ],
    [
      'due and placed before',
      () => `status=pending&expiresBefore=${at(4, 'expiresAt')}&createdBefore=${at(1, 'createdAt')}`,
      [5],
    ],
  ])('%s', async (_, query, expected) => {
    expect(await found(query())).toEqual(expected);
  });

  test('of a customer who asks, and of nobody else', async () => {
    const token = as(await signToken({ sub: 'cus_2', scope: 'orders' }));
    expect(await found('reference=R-same', token)).toEqual([0]);
    expect(await found('paymentReference=accepted', token)).toEqual([]);
    expect(await found(`createdAfter=${at(4, 'createdAt')}`, token)).toEqual([0]);
    expect(await found('refundDue=true', token)).toEqual([]);
  });

  test('on a large page as on small ones', async () => {
    const { body } = await system.client.get(`/v1/orders?limit=100&createdAfter=${at(5, 'createdAt')}`);
    expect(body.data.map(({ id }: { id: string }) => id)).toEqual(orders.slice(0, 5).map(({ id }) => id));
    const due = await system.client.get(
      '/v1/orders?limit=100&status=pending&expiresAfter=2000-01-01T00:00:00Z',
    );
    expect(due.body.data).toHaveLength(4);
  });
});

test.each([
  ['expiresAfter=2026-03-01T12:00:00Z', 'expiresAfter'],
  ['expiresBefore=2026-03-01T12:00:00Z&status=paid', 'expiresBefore'],
  ['createdAfter=yesterday', 'createdAfter'],
  ['createdBefore=2026-03-01T12:00:00.1234Z', 'createdBefore'],
  ['createdAfter=2026-03-01T12:00:00Z&createdAfter=2026-03-01T12:00:00Z', 'createdAfter'],
  ['refundDue=false', 'refundDue'],
  ['reference=', 'reference'],
  [`paymentReference=${'p'.repeat(256)}`, 'paymentReference'],
  ['placedAfter=2026-03-01T12:00:00Z', 'placedAfter'],
])('a list of orders with %s is answered with 400, which names %s', async (query, path) => {
  expect(await system.client.get(`/v1/orders?${query}`)).toMatchObject({
    status: 400,
    body: { code: 'invalid_parameter', errors: [{ path }] },
  });
});
