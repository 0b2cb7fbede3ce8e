import { actsForShop, type Caller } from '../auth/caller.ts';
import type {
  CountdownResponse,
  OrderEventResponse,
  OrderResponse,
  PaymentAttemptResponse,
  SnapshotResponse,
} from './responses.ts';
import type { OrderThen } from '@order-countdown/shared/ledger/since';
import type { PaymentAttempt } from '@order-countdown/shared/order/attempt';
import type { OrderEvent } from '@order-countdown/shared/order/events';
import { isPaymentInProgress, type Order } from '@order-countdown/shared/order/order';
import { representOrder as represent } from '@order-countdown/shared/order/representation';
import type { CountdownView } from '@order-countdown/shared/orders/orders';

/** Orders as responses write them: times are RFC 3339 UTC with milliseconds. */

/** Webhooks tell it too, so the worker shares it. The type says that it is what the OpenAPI document describes. */
export const representOrder: (order: Order) => OrderResponse = represent;

export function representCountdown(countdown: CountdownView): CountdownResponse {
  const { id, status, payBy, expiresAt, serverTime, remainingMs, paymentInProgress } = countdown;
  return {
    id,
    status,
    payBy: payBy.toISOString(),
    expiresAt: expiresAt.toISOString(),
    serverTime: serverTime.toISOString(),
    remainingMs,
    paymentInProgress,
  };
}

/** The first event of a stream. */
export function representSnapshot(order: Order): SnapshotResponse {
  const countdown = {
    ...order,
    serverTime: order.asOf,
    paymentInProgress: isPaymentInProgress(order, order.asOf),
  };
  return { ...representCountdown(countdown), version: order.version };
}

export function representAttempt({
  createdAt,
  holdUntil,
  ...attempt
}: PaymentAttempt): PaymentAttemptResponse {
  return { ...attempt, createdAt: createdAt.toISOString(), holdUntil: holdUntil?.toISOString() ?? null };
}

/**
 * An event as streams send it. A client may read several streams, so each event has its order's id. One that tells the
 * deadline tells the rest of the countdown, too: a client whose clock is wrong counts down from the time left.
 *
 * @param order as it was when the event was read
 */
export function representStreamed(event: OrderEvent, caller: Caller, order: OrderThen) {
  return { id: event.orderId, ...representEvent(event, caller), ...countdownOf(event, order) };
}

function countdownOf({ data }: OrderEvent, order: OrderThen) {
  if (!('expiresAt' in data)) return {};
  const { asOf, payBy } = order;
  return {
    payBy: payBy.toISOString(),
    serverTime: asOf.toISOString(),
    remainingMs: Math.max(0, Date.parse(data.expiresAt) - asOf.getTime()),
    paymentInProgress: isPaymentInProgress(order, asOf),
  };
}

/** Only backends and operators are told who made the change. */
export function representEvent(event: OrderEvent, caller: Caller): OrderEventResponse {
  const { orderId: _, actor, ...entry } = event;
  const told = { ...entry, occurredAt: entry.occurredAt.toISOString() };
  return actsForShop(caller) ? { ...told, actor } : told;
}
