import type { z } from 'zod';
import type { Actor } from '@order-countdown/shared/order/actor';
import { exampleAttemptId, exampleOrderId as exampleId, type placeOrderBody } from './requests.ts';
import type { FeedEventResponse } from './feed-contract.ts';
import type {
  CountdownResponse,
  OrderEventResponse,
  OrderResponse,
  PaymentAttemptResponse,
  PlacedOrderResponse,
  ViewTokenResponse,
} from './responses.ts';

/** One order at several moments of its life, for the examples in the OpenAPI document. */

export const placeOrder: z.input<typeof placeOrderBody> = {
  customerId: 'cus_42',
  amount: 12_900,
  currency: 'CNY',
  items: [{ sku: 'tea-250', name: 'Oolong, 250 g', quantity: 2, unitAmount: 6_450 }],
  reference: 'R-2026-0042',
  metadata: { channel: 'web', gift: true },
  expiresInSeconds: 1_800,
};

const createdAt = '2026-03-01T12:00:00.000Z';
const expiresAt = '2026-03-01T12:30:00.000Z';

export const pendingOrder: OrderResponse = {
  id: exampleId,
  customerId: 'cus_42',
  reference: 'R-2026-0042',
  status: 'pending',
  amount: 12_900,
  currency: 'CNY',
  items: [{ sku: 'tea-250', name: 'Oolong, 250 g', quantity: 2, unitAmount: 6_450 }],
  metadata: { channel: 'web', gift: true },
  createdAt,
  payBy: expiresAt,
  expiresAt,
  remainingMs: 1_799_990,
  paymentInProgress: false,
  paidAt: null,
  cancelledAt: null,
  cancelReason: null,
  refundDueAmount: 0,
  version: 1,
};

export const viewToken: ViewTokenResponse = {
  viewToken: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJvcmRfMDFqZGt6M3k4cmUwZnYyeDlrN3E1bTRuNnAifQ.c2lnbmF0dXJl',
  expiresAt: '2026-04-07T12:00:00.000Z',
};

export const placedOrder: PlacedOrderResponse = {
  ...pendingOrder,
  viewToken: viewToken.viewToken,
};

export const extendedOrder: OrderResponse = {
  ...pendingOrder,
  payBy: '2026-03-01T12:40:00.000Z',
  expiresAt: '2026-03-01T12:40:00.000Z',
  remainingMs: 2_399_990,
  version: 2,
};

export const updatedOrder: OrderResponse = { ...pendingOrder, reference: 'R-2026-0043', version: 2 };

/** Ten minutes nearer. */
export const advancedOrder: OrderResponse = {
  ...pendingOrder,
  payBy: '2026-03-01T12:20:00.000Z',
  expiresAt: '2026-03-01T12:20:00.000Z',
  remainingMs: 1_199_990,
  version: 2,
};

export const paidOrder: OrderResponse = {
  ...pendingOrder,
  status: 'paid',
  remainingMs: 0,
  paidAt: '2026-03-01T12:05:00.000Z',
  version: 2,
};

export const cancelledOrder: OrderResponse = {
  ...pendingOrder,
  status: 'cancelled',
  remainingMs: 0,
  cancelledAt: '2026-03-01T12:10:00.000Z',
  cancelReason: 'customer',
  version: 2,
};

export const expiredOrder: OrderResponse = {
  ...cancelledOrder,
  cancelledAt: '2026-03-01T12:30:00.014Z',
  cancelReason: 'expired',
};

export const countdown: CountdownResponse = {
  id: exampleId,
  status: 'pending',
  payBy: expiresAt,
  expiresAt,
  serverTime: '2026-03-01T12:04:10.250Z',
  remainingMs: 1_549_750,
  paymentInProgress: false,
};

export const openAttempt: PaymentAttemptResponse = {
  id: exampleAttemptId,
  orderId: exampleId,
  status: 'open',
  provider: 'stripe',
  reference: 'pi_3Q7f3c',
  createdAt: '2026-03-01T12:29:50.000Z',
  holdUntil: '2026-03-01T12:31:50.000Z',
};

export const failedAttempt: PaymentAttemptResponse = { ...openAttempt, status: 'failed' };

export const lapsedAttempt: PaymentAttemptResponse = {
  id: 'pat_01jdkz3yq5e1ht4n8p2s6x9b0k',
  orderId: exampleId,
  status: 'lapsed',
  provider: null,
  reference: null,
  createdAt: '2026-03-01T12:04:00.000Z',
  holdUntil: '2026-03-01T12:06:00.000Z',
};

export const timeline: OrderEventResponse[] = [
  {
    sequence: 1,
    type: 'order.placed',
    occurredAt: createdAt,
    data: {
      customerId: 'cus_42',
      reference: 'R-2026-0042',
      amount: 12_900,
      currency: 'CNY',
      expiresAt,
    },
  },
  {
    sequence: 2,
    type: 'order.paid',
    occurredAt: '2026-03-01T12:05:00.000Z',
    data: { amount: 12_900, currency: 'CNY', paymentReference: 'pay_7f3c' },
  },
];

/** The shop's backend placed the order, and its customer paid it. */
const actors: Actor[] = [
  { kind: 'backend', subject: 'shop' },
  { kind: 'customer', subject: 'cus_42' },
];

/** The same, as a backend is told of them. */
export const timelineForBackends: OrderEventResponse[] = timeline.map((event, index) => ({
  ...event,
  actor: actors[index] ?? null,
}));

/** The same, as the feed of all events has them. */
export const feedEvents: FeedEventResponse[] = timeline.map((event, index) => ({
  id: ['evt_01jdkz3y8vf4b9k0q2m6x8t5ra', 'evt_01jdkzcz5reqy8d3w1n7h4s6pb'][index] ?? '',
  orderId: exampleId,
  ...event,
  actor: actors[index] ?? null,
}));
