import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  paymentIntentEvent,
  placeWithIntent,
  startStripeSystem,
  type StripeSystem,
} from '../support/stripe.ts';

let started: StripeSystem;
let system: StripeSystem['system'];
let stripe: StripeSystem['stripe'];

beforeAll(async () => {
  started = await startStripeSystem();
  ({ system, stripe } = started);
});
afterAll(() => started.close());

beforeEach(() => {
  stripe.requests.length = 0;
  stripe.answers['POST /v1/refunds'] = { body: { id: 're_1', status: 'succeeded' } };
});

/** A PaymentIntent whose order was cancelled before the money came. */
async function payTooLate(amount = 12_900) {
  const { orderId, intent } = await placeWithIntent(system);
  await system.client.post(`/v1/orders/${orderId}/cancel`, {});
  return { orderId, intent: { ...intent, amount_received: amount } };
}

interface Refund {
  id: string;
  status: string;
  reason: string;
  amount: number;
  refundReference: string | null;
}

async function refundsOf(orderId: string): Promise<Refund[]> {
  const { body } = await system.client.get(`/v1/refunds?orderId=${orderId}`);
  return body['data'] as Refund[];
}

test('money that comes too late is given back once, and recorded with the id of Stripe', async () => {
  const { orderId, intent } = await payTooLate();
  const succeeded = paymentIntentEvent('succeeded', intent);
  expect(await stripe.notify(succeeded)).toBe(204);
  expect(await stripe.notify(succeeded)).toBe(204);
  const [refund, ...more] = await refundsOf(orderId);
  expect(refund).toMatchObject({ status: 'refunded', reason: 'late', refundReference: 're_1' });
  expect(more).toEqual([]);
  const form = { payment_intent: intent.id, amount: '12900', 'metadata[refundId]': refund!.id };
  expect(stripe.requests).toEqual([{ what: 'POST /v1/refunds', form, idempotencyKey: refund!.id }]);
});

test('money of another amount than the order’s is given back as it came', async () => {
  const { body: order } = await system.client.place({ amount: 12_900, currency: 'EUR' });
  const intent = { id: 'pi_less', currency: 'eur', amount_received: 100, metadata: { orderId: order.id } };
  expect(await stripe.notify(paymentIntentEvent('succeeded', intent))).toBe(204);
  expect(await refundsOf(order.id)).toMatchObject([{ status: 'refunded', reason: 'amount', amount: 100 }]);
  expect(stripe.requests).toMatchObject([{ form: { amount: '100' } }]);
});

test('money that somebody gave back by hand is recorded without asking for more', async () => {
  const { orderId, intent } = await payTooLate();
  const error = {
    type: 'invalid_request_error',
    code: 'charge_already_refunded',
    message: 'has been refunded',
  };
  stripe.answers['POST /v1/refunds'] = { status: 400, body: { error } };
  expect(await stripe.notify(paymentIntentEvent('succeeded', intent))).toBe(204);
  expect(await refundsOf(orderId)).toMatchObject([{ status: 'refunded', refundReference: null }]);
});

test('a refund that Stripe cannot make stays due, keeps no other one waiting, and is asked for again', async () => {
  const [one, other] = [await payTooLate(), await payTooLate()];
  const error = { type: 'api_error', message: 'try again later' };
  stripe.answers['POST /v1/refunds'] = { status: 500, body: { error } };
  for (const { intent } of [one, other]) {
    expect(await stripe.notify(paymentIntentEvent('succeeded', intent))).toBe(500);
  }
  stripe.requests.length = 0;
  await expect(stripe.receiver.refundAllDue()).rejects.toThrow('2 refunds failed');
  expect(stripe.requests).toHaveLength(2);

  stripe.answers['POST /v1/refunds'] = { body: { id: 're_2', status: 'pending' } };
  await stripe.receiver.refundAllDue();
  for (const { orderId } of [one, other]) {
    expect(await refundsOf(orderId)).toMatchObject([{ status: 'refunded', refundReference: 're_2' }]);
  }
});

test('money of other providers is left to them', async () => {
  const { orderId } = await payTooLate();
  await system.client.post(`/v1/orders/${orderId}/pay`, { paymentReference: 'alipay_1' });
  await stripe.receiver.refundAllDue();
  expect(stripe.requests).toEqual([]);
  expect(await refundsOf(orderId)).toMatchObject([{ status: 'due' }]);
});
