import { Stripe } from 'stripe';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  paymentIntentEvent,
  placeWithIntent as placeIn,
  startStripeSystem,
  webhookSecret,
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
  for (const what of Object.keys(stripe.answers)) delete stripe.answers[what];
});

const placeWithIntent = (overrides?: Record<string, unknown>) => placeIn(system, overrides);

const orderOf = async (orderId: string) => (await system.client.get(`/v1/orders/${orderId}`)).body;

const attemptsOf = async (orderId: string) => {
  const { body } = await system.client.get(`/v1/orders/${orderId}/payment-attempts`);
  return body['data'] as object[];
};

test('a shopper at the bank holds the order, and the payment that follows pays it', async () => {
  const { orderId, intent } = await placeWithIntent();
  const atTheBank = paymentIntentEvent('requires_action', intent);
  expect(await stripe.notify(atTheBank)).toBe(204);
  expect(await stripe.notify(atTheBank)).toBe(204);
  const open = { status: 'open', provider: 'stripe', reference: intent.id };
  expect(await attemptsOf(orderId)).toMatchObject([open]);

  expect(await stripe.notify(paymentIntentEvent('succeeded', intent))).toBe(204);
  expect(await stripe.notify(paymentIntentEvent('succeeded', intent))).toBe(204);
  expect(await orderOf(orderId)).toMatchObject({ status: 'paid' });
  expect(await attemptsOf(orderId)).toMatchObject([{ ...open, status: 'succeeded' }]);
});

test('a payment that failed ends the hold, and the order can be paid with the same PaymentIntent', async () => {
  const { orderId, intent } = await placeWithIntent();
  await stripe.notify(paymentIntentEvent('processing', intent));
  const declined = { ...intent, last_payment_error: { code: 'card_declined' } };
  expect(await stripe.notify(paymentIntentEvent('payment_failed', declined))).toBe(204);
  expect(await attemptsOf(orderId)).toMatchObject([{ status: 'failed' }]);
  expect(await stripe.notify(paymentIntentEvent('succeeded', intent))).toBe(204);
  expect(await orderOf(orderId)).toMatchObject({ status: 'paid' });
});

test('notifications in the wrong order pay the order once, and hold nothing', async () => {
  const { orderId, intent } = await placeWithIntent();
  expect(await stripe.notify(paymentIntentEvent('succeeded', intent))).toBe(204);
  expect(await stripe.notify(paymentIntentEvent('processing', intent))).toBe(204);
  expect(await orderOf(orderId)).toMatchObject({ status: 'paid' });
  expect(await attemptsOf(orderId)).toEqual([]);
});

test('authorized money is captured while the order can be paid', async () => {
  const { orderId, intent } = await placeWithIntent();
  stripe.answers[`GET /v1/payment_intents/${intent.id}`] = {
    body: { ...intent, status: 'requires_capture' },
  };
  expect(await stripe.notify(paymentIntentEvent('amount_capturable_updated', intent))).toBe(204);
  expect(stripe.requests.map(({ what }) => what)).toEqual([
    `GET /v1/payment_intents/${intent.id}`,
    `POST /v1/payment_intents/${intent.id}/capture`,
  ]);
  expect(await attemptsOf(orderId)).toMatchObject([{ status: 'open' }]);
});

test('authorized money is let go if the order cannot be paid any more', async () => {
  const { orderId, intent } = await placeWithIntent();
  await system.client.post(`/v1/orders/${orderId}/cancel`, {});
  stripe.answers[`GET /v1/payment_intents/${intent.id}`] = {
    body: { ...intent, status: 'requires_capture' },
  };
  expect(await stripe.notify(paymentIntentEvent('amount_capturable_updated', intent))).toBe(204);
  expect(stripe.requests.at(-1)?.what).toBe(`POST /v1/payment_intents/${intent.id}/cancel`);
});

test('money that was captured before the notification arrived is left alone', async () => {
  const { intent } = await placeWithIntent();
  stripe.answers[`GET /v1/payment_intents/${intent.id}`] = { body: { ...intent, status: 'succeeded' } };
  expect(await stripe.notify(paymentIntentEvent('amount_capturable_updated', intent))).toBe(204);
  expect(stripe.requests).toHaveLength(1);
});

test('a notification without a valid signature of Stripe is refused, and changes nothing', async () => {
  const { orderId, intent } = await placeWithIntent();
  const event = paymentIntentEvent('succeeded', intent);
  const payload = JSON.stringify(event);
  const sign = (options: { secret?: string; timestamp?: number }) =>
    Stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret, ...options });
  const anHourAgo = Math.floor(Date.now() / 1_000) - 3_600;
  const signatures = ['', 't=1,v1=00', sign({ secret: 'whsec_other' }), sign({ timestamp: anHourAgo })];
  for (const signature of signatures) expect(await stripe.notify(event, signature)).toBe(400);
  expect(await orderOf(orderId)).toMatchObject({ status: 'pending' });
});

test('a payment in another currency is not taken for the order’s, and Stripe is asked to try again', async () => {
  const { orderId, intent } = await placeWithIntent();
  const inYen = { ...intent, currency: 'jpy' };
  expect(await stripe.notify(paymentIntentEvent('succeeded', inYen))).toBe(500);
  expect(await orderOf(orderId)).toMatchObject({ status: 'pending' });
});

test('a PaymentIntent of no order is ignored', async () => {
  const { intent } = await placeWithIntent();
  expect(await stripe.notify(paymentIntentEvent('succeeded', { ...intent, metadata: {} }))).toBe(204);
  expect(await stripe.notify({ id: 'evt_1', object: 'event', type: 'customer.created', data: {} })).toBe(204);
});
