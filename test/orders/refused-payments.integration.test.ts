import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { startSystem, type System } from '../support/system.ts';
import { signToken } from '../support/tokens.ts';

const most = 5;

let system: System;
let customer: Client;

beforeAll(async () => {
  system = await startSystem({ apiEnv: { MAX_REFUSED_PAYMENTS: String(most) } });
  customer = createClient(system.api.url, await signToken({ sub: 'cus_42', scope: 'orders payments' }));
});

afterAll(() => system.close());

const pay = (by: Client, id: string, paymentReference: string) =>
  by.post(`/v1/orders/${id}/pay`, { paymentReference });

const refundsOf = async (id: string) =>
  (await system.client.get(`/v1/orders/${id}/events`)).body.data
    .filter(({ type }: { type: string }) => type === 'payment.refund_required')
    .map(({ data }: { data: { paymentReference: string } }) => data.paymentReference);

test('a customer records refused payments up to the limit; past it they get 429 and change nothing', async () => {
  const { body: order } = await system.client.place();
  expect(await pay(customer, order.id, 'accepted')).toMatchObject({ status: 200 });
  const answers = [];
  for (let count = 0; count < most + 3; count++)
    answers.push(await pay(customer, order.id, `again_${count}`));
  expect(answers.map(({ status }) => status)).toEqual([409, 409, 409, 409, 409, 429, 429, 429]);
  expect(answers.at(-1)?.body).toMatchObject({
    code: 'too_many_refused_payments',
    type: '/problems/too_many_refused_payments',
  });
  expect(answers.at(-1)?.headers.get('retry-after')).toBe('3600');
  expect(await refundsOf(order.id)).toEqual(['again_0', 'again_1', 'again_2', 'again_3', 'again_4']);
  expect((await system.client.get(`/v1/orders/${order.id}`)).body.version).toBe(2 + most);

  expect(await pay(customer, order.id, 'accepted')).toMatchObject({ status: 200 });
  expect(await pay(customer, order.id, 'again_0')).toMatchObject({ status: 409 });
});

test('a backend records its refused payments past the limit', async () => {
  const { body: order } = await system.client.place();
  await system.client.post(`/v1/orders/${order.id}/cancel`);
  const references = Array.from({ length: 2 * most }, (_, index) => `late_${index}`);
  for (const reference of references) {
    expect(await pay(system.client, order.id, reference)).toMatchObject({
      status: 409,
      body: { code: 'order_cancelled' },
    });
  }
  expect(await refundsOf(order.id)).toEqual(references);
  expect(await pay(customer, order.id, 'one more')).toMatchObject({ status: 429 });
});
