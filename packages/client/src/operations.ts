/* Generated from the OpenAPI document by `npm run openapi`. */

import type { Answer, Body, Operation, OperationId, Query } from './operation.ts';
import type { CallOptions, KeyedCallOptions, StreamOptions } from './options.ts';
import type { Paged } from './pages.ts';
import type { StreamedEvent } from './stream.ts';

/** A method for each operation of the API. */
export interface Operations {
  /**
   * Place an order.
   *
   * The order is `pending` and its countdown starts. If it is not paid before `expiresAt`, it is cancelled at
   * `expiresAt`.
   *
   * With an `Idempotency-Key`, the request can be repeated without placing a second order: the response is 201 with the
   * order as it is now, and `Idempotency-Replayed: true`. Concurrent duplicates create one order.
   *
   * A customer's order always belongs to that customer. A backend sets `customerId`.
   */
  placeOrder(body: Body<'placeOrder'>, options?: KeyedCallOptions): Promise<Answer<'placeOrder'>>;
  /**
   * List orders, newest first.
   *
   * A customer sees its own orders; a backend sees all, or those of one `customerId`. An order has to meet all filters.
   *
   * To get the next page, send its `nextCursor` as `cursor`, until `nextCursor` is null. Orders placed in the meantime do not
   * shift the pages.
   *
   * A page has `limit` orders, or fewer, but at least one, if they are so large that it would exceed about 1.25 MiB. Only `nextCursor` tells whether there are more.
   */
  listOrders(query?: Query<'listOrders'>, options?: CallOptions): Paged<Answer<'listOrders'>>;
  /**
   * Get an order.
   *
   * The order as it is in the database now. Other customers' orders are not found.
   */
  getOrder(id: string, options?: CallOptions): Promise<Answer<'getOrder'>>;
  /**
   * Change an order.
   *
   * Changes what is sent of `reference`, `metadata`, `items` and `amount`; the rest stays. `metadata` and `items` are replaced
   * whole, and `reference: null` removes it. If the order then has items, `amount` must equal their sum. A change to what the order
   * already is changes nothing: 200.
   *
   * While a payment attempt is open, the amount stays: `payment_in_progress`. From the deadline on: `order_expired`. On a
   * cancelled or paid order: `order_cancelled`, `order_already_paid`.
   */
  updateOrder(id: string, body?: Body<'updateOrder'>, options?: CallOptions): Promise<Answer<'updateOrder'>>;
  /**
   * Get the time left to pay.
   *
   * Cheap enough to poll. `remainingMs` is by the database's clock: a page that counts down from it is right even if the
   * shopper's clock is wrong.
   */
  getCountdown(id: string, options?: CallOptions): Promise<Answer<'getCountdown'>>;
  /**
   * Watch an order.
   *
   * Server-sent events, for a browser's `EventSource`. The first is `snapshot`: the countdown and the order's `version`.
   * Then follows each event of the timeline as it happens, named by its type. The stream ends when the order is paid or
   * cancelled. A further `snapshot` replaces all before it: the database was restored to an older state. The `id` of each
   * event is its `sequence`: a client that reconnects with it gets what it has missed, or 204 if there is nothing more to
   * come.
   *
   * An event that tells `expiresAt`, as `order.extended` and `order.payment_started` do, also has `serverTime` and
   * `remainingMs`, as the snapshot does: count down from these, since the clock of a browser may be wrong. So it has `payBy`
   * and `paymentInProgress`, as they were when it was sent.
   *
   * A page of another origin may read streams, and call the rest of the API, only if `CORS_ORIGINS` lists its origin.
   *
   * With a view token, `customerId`, `reference`, `paymentReference`, `provider`, `reason` of a failed payment and
   * `note` are null in every event, and events about refunds are left out, so that `id`s have gaps. A stream also ends when the token expires; the next request then gets 401.
   */
  streamOrder(id: string, options?: StreamOptions): AsyncIterable<StreamedEvent>;
  /**
   * Get an order's timeline.
   *
   * Every event of the order, oldest first. `sequence` counts from 1 without gaps. New types of events may be added: ignore
   * those you do not know. Only backends get `actor`, who made the change.
   *
   * With `limit` or `cursor` the answer is one page: to get the next one, send its `nextCursor` as `cursor`, until
   * `nextCursor` is null.
   */
  listOrderEvents(
    id: string,
    query?: Query<'listOrderEvents'>,
    options?: CallOptions,
  ): Paged<Answer<'listOrderEvents'>>;
  /**
   * Confirm the payment of an order.
   *
   * Before `expiresAt`, the order becomes `paid`, and remains so.
   *
   * - On a paid order, the same `paymentReference` or none: 200, and nothing changes. A different one is a second payment:
   *   `order_already_paid`.
   * - From `expiresAt` on: `order_expired`, even if the order has not been cancelled yet.
   * - On an order that was cancelled before its deadline: `order_cancelled`.
   * - With `attemptId`, that payment attempt becomes `succeeded` and other open ones lapse. If the order has no such attempt:
   *   `validation_failed`, and nothing changes.
   * - If `amount` is not the order's amount: `amount_mismatch`, and the order stays as it is. The same `paymentReference`
   *   does not pay it later either, since the money may have been refunded.
   *
   * A payment with a `paymentReference` that is refused with one of these codes is recorded as a refund, and
   * `payment.refund_required` is added to the timeline, once per reference. An order has room for a limited number of them, usually 100: past it, a refused payment of a
   * customer is not recorded, and gets `too_many_refused_payments` instead. A payment that a backend confirms always is.
   */
  payOrder(id: string, body?: Body<'payOrder'>, options?: CallOptions): Promise<Answer<'payOrder'>>;
  /**
   * Cancel an unpaid order.
   *
   * A pending order becomes `cancelled`. On a cancelled order: 200, and nothing changes. A paid order cannot be cancelled:
   * `order_already_paid`.
   *
   * `cancelReason` is `customer` or `backend`, by the token; from the deadline on it is `expired`.
   */
  cancelOrder(id: string, body?: Body<'cancelOrder'>, options?: CallOptions): Promise<Answer<'cancelOrder'>>;
  /**
   * Extend an order's deadline.
   *
   * Moves `payBy` of a pending order by `seconds`, to at most 30 days after the order was created. The reminder moves with
   * it, and so do `expiresAt`, countdown and alarm, unless a payment attempt holds the order even longer.
   *
   * From the deadline on: `order_expired`. On a cancelled or paid order: `order_cancelled`, `order_already_paid`.
   *
   * With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
   * same answer, and `Idempotency-Replayed: true`.
   */
  extendOrder(
    id: string,
    body: Body<'extendOrder'>,
    options?: KeyedCallOptions,
  ): Promise<Answer<'extendOrder'>>;
  /**
   * Get a new view token of an order.
   *
   * For the page of a shopper who comes back. Tokens that the order already has stay valid until they expire.
   */
  createViewToken(id: string, options?: CallOptions): Promise<Answer<'createViewToken'>>;
  /**
   * Start a payment attempt.
   *
   * Tell us before the shopper goes to the payment provider: while the attempt is open, the order is not cancelled at `payBy`,
   * but at `holdUntil` at the earliest. That is `PAYMENT_HOLD_SECONDS`, usually two minutes, after the start of the attempt, or
   * after `payBy` if the attempt starts later. `expiresAt` of the order becomes the latest of `payBy` and the `holdUntil` of its
   * open attempts.
   *
   * - While an attempt is open, starting one with the same `provider` and `reference`, or again without either, returns that
   *   attempt, with 200.
   * - Starting is possible before `expiresAt`; after that: `order_expired`. On a cancelled or paid order: `order_cancelled`,
   *   `order_already_paid`.
   * - An order has at most 20 attempts: `too_many_payment_attempts`.
   *
   * With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
   * same answer, and `Idempotency-Replayed: true`.
   *
   * An attempt is no payment: confirm that with `attemptId`. Orders can be paid without attempts, too.
   */
  startPayment(
    id: string,
    body?: Body<'startPayment'>,
    options?: KeyedCallOptions,
  ): Promise<Answer<'startPayment'>>;
  /**
   * List an order's payment attempts.
   *
   * All of them, oldest first.
   */
  listPaymentAttempts(id: string, options?: CallOptions): Paged<Answer<'listPaymentAttempts'>>;
  /**
   * Report that a payment attempt failed.
   *
   * Ends the hold of an open attempt. If no other attempt is open and `payBy` has passed, the order is due now and is cancelled.
   *
   * On a failed attempt: 200, and nothing changes. On one that has succeeded or lapsed: `payment_attempt_closed`. A failed
   * attempt may still pay, while the order can be paid.
   */
  failPayment(
    id: string,
    attemptId: string,
    body?: Body<'failPayment'>,
    options?: CallOptions,
  ): Promise<Answer<'failPayment'>>;
  /**
   * List refunds, newest first.
   *
   * Every payment that was refused and recorded is a refund: `due` until you report it as made. With `status=due` these are
   * all that you owe.
   *
   * To get the next page, send its `nextCursor` as `cursor`, until `nextCursor` is null.
   */
  listRefunds(query?: Query<'listRefunds'>, options?: CallOptions): Paged<Answer<'listRefunds'>>;
  /**
   * Get a refund.
   *
   * The refund as it is in the database now.
   */
  getRefund(id: string, options?: CallOptions): Promise<Answer<'getRefund'>>;
  /**
   * Report a refund as made.
   *
   * Make the refund with your payment provider first, then report it. The refund becomes `refunded`, and `payment.refunded` is
   * added to the order's timeline, once.
   *
   * Reporting it again, without a `refundReference` or with the same: 200, and nothing changes. A `refundReference` is added
   * if none was given before. With another one: `refund_already_recorded`.
   */
  recordRefund(
    id: string,
    body?: Body<'recordRefund'>,
    options?: CallOptions,
  ): Promise<Answer<'recordRefund'>>;
  /**
   * Read the events of all orders.
   *
   * Every event of every order, oldest first: to follow all that happens without webhooks, or to catch up with what they
   * missed. A reader that stores `nextCursor` with what it has processed, and sends it as `after`, misses nothing, sees each
   * event at least once, and those of each order by `sequence`. An event appears within about a second of its commit.
   *
   * `nextCursor` is never null. On a page without news it is the `after` that was sent: ask again later. With `types`, a page
   * may have few events, or none, though more follow; then its `nextCursor` differs from `after`.
   *
   * New types of events may be added: ignore those you do not know. After the database was restored or failed over, cursors
   * from before are answered with 410: begin again without `after`, and skip what you know by `id`.
   */
  listEvents(query?: Query<'listEvents'>, options?: CallOptions): Paged<Answer<'listEvents'>>;
  /**
   * Forget a customer.
   *
   * Erases, for good, what the customer's orders say of the customer: `customerId`, `reference`, `metadata`, the names of items,
   * notes, providers, references and reasons of payment attempts, `Idempotency-Key`s, and all of these in events; what receivers of
   * webhooks answered is deleted, too. View tokens of the orders read nothing any more. Amounts, currencies, items' `sku`s, and
   * payments with their references stay.
   *
   * Each order gets an event `customer.erased` when it is erased: have your own systems forget it, too. Pending orders are erased
   * when they are paid or cancelled. Repeating it is safe, and covers what was placed since.
   */
  eraseCustomer(customerId: string, options?: CallOptions): Promise<Answer<'eraseCustomer'>>;
  /**
   * Register an endpoint for events.
   *
   * Every event of an order is sent to it as a POST, signed as specified by
   * [Standard Webhooks](https://www.standardwebhooks.com): verify `webhook-signature` with the `secret`, which is returned
   * here and never again.
   *
   * The body is `{ type, timestamp, data }`; `data` has `orderId`, `sequence` and the event's own data. Answer with any 2xx
   * within 10 seconds; redirects are not followed. A failed delivery is retried ten times over about three days.
   *
   * An event can arrive more than once, and events can arrive out of order: ignore a `webhook-id` you have seen, and sort by
   * `sequence`.
   *
   * An address in a private network is refused, and so is a 101st endpoint: `validation_failed`.
   *
   * With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
   * same answer, and `Idempotency-Replayed: true`.
   */
  registerWebhookEndpoint(
    body: Body<'registerWebhookEndpoint'>,
    options?: KeyedCallOptions,
  ): Promise<Answer<'registerWebhookEndpoint'>>;
  /**
   * List the endpoints.
   *
   * All of them, oldest first, without their secrets.
   */
  listWebhookEndpoints(options?: CallOptions): Paged<Answer<'listWebhookEndpoints'>>;
  /**
   * Get an endpoint.
   *
   * Without its secret, which is returned only when the endpoint is registered.
   */
  getWebhookEndpoint(endpointId: string, options?: CallOptions): Promise<Answer<'getWebhookEndpoint'>>;
  /**
   * Change an endpoint.
   *
   * Changes what the body names, and nothing else. Repeating it changes nothing more.
   *
   * A new `url` is where waiting deliveries go, too. Other `events` are sent from now on; what waits already is still sent.
   *
   * With `enabled: false` nothing more is sent, and waiting deliveries fail. With `true` the endpoint starts anew: its failures
   * are forgotten, and what waits is sent at once. Events of the time in between are not sent by themselves: the deliveries that
   * failed can be sent again with `POST …/resend`, and `GET /v1/events` has all events.
   */
  updateWebhookEndpoint(
    endpointId: string,
    body?: Body<'updateWebhookEndpoint'>,
    options?: CallOptions,
  ): Promise<Answer<'updateWebhookEndpoint'>>;
  /**
   * Remove an endpoint.
   *
   * Nothing more is sent to it, including deliveries that are waiting. One already on its way may still arrive.
   */
  removeWebhookEndpoint(endpointId: string, options?: CallOptions): Promise<Answer<'removeWebhookEndpoint'>>;
  /**
   * Change an endpoint's secret.
   *
   * Makes a new `secret`, which is returned here and never again. For `overlapSeconds`, messages are signed with the secret
   * of before, too: `webhook-signature` then holds two signatures, and libraries for Standard Webhooks accept the message with
   * either secret. Store the new one within that time. Rotating again meanwhile ends the older of the two.
   *
   * With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
   * same answer, and `Idempotency-Replayed: true`. The secret itself is not remembered: a repetition gets the one that is current then.
   */
  rotateWebhookSecret(
    endpointId: string,
    body?: Body<'rotateWebhookSecret'>,
    options?: KeyedCallOptions,
  ): Promise<Answer<'rotateWebhookSecret'>>;
  /**
   * Send a ping to an endpoint.
   *
   * An event of type `webhook.ping` is signed, recorded and retried like any other.
   *
   * With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
   * same answer, and `Idempotency-Replayed: true`.
   */
  testWebhookEndpoint(endpointId: string, options?: KeyedCallOptions): Promise<Answer<'testWebhookEndpoint'>>;
  /**
   * List the deliveries to an endpoint.
   *
   * Newest first: what was sent, what is waiting for a retry, and why. Goes back 30 days. With `status`, only those.
   *
   * To get the next page, send its `nextCursor` as `cursor`, until `nextCursor` is null.
   */
  listWebhookDeliveries(
    endpointId: string,
    query?: Query<'listWebhookDeliveries'>,
    options?: CallOptions,
  ): Paged<Answer<'listWebhookDeliveries'>>;
  /**
   * Get a delivery with its attempts.
   *
   * What was sent in each attempt, and what the endpoint answered, to find out why a delivery fails. Signatures are not kept.
   */
  getWebhookDelivery(
    endpointId: string,
    deliveryId: string,
    options?: CallOptions,
  ): Promise<Answer<'getWebhookDelivery'>>;
  /**
   * Send a delivery again.
   *
   * Whatever became of it: one that was delivered, too. It has the same `webhook-id`, goes to the endpoint as it is now, tells
   * the order as it is then, and is retried like a new one. One that waits for a retry is sent at once. On a disabled endpoint:
   * `webhook_endpoint_disabled`.
   *
   * With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
   * same answer, and `Idempotency-Replayed: true`.
   */
  resendWebhookDelivery(
    endpointId: string,
    deliveryId: string,
    options?: KeyedCallOptions,
  ): Promise<Answer<'resendWebhookDelivery'>>;
  /**
   * Send all deliveries since a time again.
   *
   * For a receiver that lost what it had received. All deliveries to the endpoint of events since `since` are sent again, those
   * that were delivered, too, each with its `webhook-id`: a receiver ignores what it has. They become due in batches, oldest
   * first, and are sent as fast as the endpoint takes them. Pings are not sent again.
   *
   * On a disabled endpoint: `webhook_endpoint_disabled`. While ten such requests wait: `too_many_resends`.
   *
   * With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
   * same answer, and `Idempotency-Replayed: true`.
   */
  resendWebhookDeliveries(
    endpointId: string,
    body: Body<'resendWebhookDeliveries'>,
    options?: KeyedCallOptions,
  ): Promise<Answer<'resendWebhookDeliveries'>>;
  /**
   * Bring the deadline of an order nearer.
   *
   * Brings `payBy`, `expiresAt`, the holds of open payment attempts and the reminder of a pending order nearer by `seconds`, but
   * none before the order was placed. What is due then happens as always: the reminder is sent, and the order is cancelled.
   *
   * There is nothing at this path in production, nor on a server that listens on another address than loopback. From the
   * deadline on: `order_expired`. On a cancelled or paid order: `order_cancelled`, `order_already_paid`.
   *
   * With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
   * same answer, and `Idempotency-Replayed: true`.
   */
  advanceOrder(
    id: string,
    body: Body<'advanceOrder'>,
    options?: KeyedCallOptions,
  ): Promise<Answer<'advanceOrder'>>;
  /**
   * Check that the process is alive.
   *
   * Says nothing about Postgres or Redis: restarting this process would fix neither.
   */
  getLiveness(options?: CallOptions): Promise<Answer<'getLiveness'>>;
  /**
   * Check that the service can take requests.
   *
   * It can while Postgres answers, until it is told to stop. Without Redis the service is `degraded`: everything works, but overdue orders are
   * cancelled a little later.
   */
  getReadiness(options?: CallOptions): Promise<Answer<'getReadiness'>>;
  /**
   * Read the metrics.
   *
   * For Prometheus. Those of all processes that `API_PROCESSES` started are added up. Send `METRICS_TOKEN` as `Authorization: Bearer …`. It is not a token of a customer or a backend.
   * Where it is not set, production refuses everybody, and development refuses nobody.
   */
  getMetrics(options?: CallOptions): Promise<Answer<'getMetrics'>>;
  /**
   * Get this description.
   *
   * OpenAPI 3.1. May be cached for five minutes.
   */
  getOpenApi(options?: CallOptions): Promise<Answer<'getOpenApi'>>;
  /**
   * Read and try the API in a browser.
   *
   * A page that loads nothing from other sites, and can be read without scripts.
   */
  getDocs(options?: CallOptions): Promise<Answer<'getDocs'>>;
  /**
   * Read about a kind of problem.
   *
   * The `type` of a problem is this address. Browsers get a page, programs get JSON.
   */
  getProblemKind(code: string, options?: CallOptions): Promise<Answer<'getProblemKind'>>;
}

export const operations: { readonly [Id in OperationId]: Operation } = {
  placeOrder: { method: 'POST', path: '/v1/orders', takes: 'body', hasKey: true },
  listOrders: { method: 'GET', path: '/v1/orders', takes: 'query', pagesBy: 'cursor' },
  getOrder: { method: 'GET', path: '/v1/orders/{id}' },
  updateOrder: { method: 'PATCH', path: '/v1/orders/{id}', takes: 'body' },
  getCountdown: { method: 'GET', path: '/v1/orders/{id}/countdown' },
  streamOrder: { method: 'GET', path: '/v1/orders/{id}/stream', streams: true },
  listOrderEvents: { method: 'GET', path: '/v1/orders/{id}/events', takes: 'query', pagesBy: 'cursor' },
  payOrder: { method: 'POST', path: '/v1/orders/{id}/pay', takes: 'body' },
  cancelOrder: { method: 'POST', path: '/v1/orders/{id}/cancel', takes: 'body' },
  extendOrder: { method: 'POST', path: '/v1/orders/{id}/extend', takes: 'body', hasKey: true },
  createViewToken: { method: 'POST', path: '/v1/orders/{id}/view-token' },
  startPayment: { method: 'POST', path: '/v1/orders/{id}/payment-attempts', takes: 'body', hasKey: true },
  listPaymentAttempts: { method: 'GET', path: '/v1/orders/{id}/payment-attempts', pagesBy: 'cursor' },
  failPayment: { method: 'POST', path: '/v1/orders/{id}/payment-attempts/{attemptId}/fail', takes: 'body' },
  listRefunds: { method: 'GET', path: '/v1/refunds', takes: 'query', pagesBy: 'cursor' },
  getRefund: { method: 'GET', path: '/v1/refunds/{id}' },
  recordRefund: { method: 'POST', path: '/v1/refunds/{id}/refunded', takes: 'body' },
  listEvents: { method: 'GET', path: '/v1/events', takes: 'query', pagesBy: 'after' },
  eraseCustomer: { method: 'POST', path: '/v1/customers/{customerId}/erase' },
  registerWebhookEndpoint: { method: 'POST', path: '/v1/webhook-endpoints', takes: 'body', hasKey: true },
  listWebhookEndpoints: { method: 'GET', path: '/v1/webhook-endpoints', pagesBy: 'cursor' },
  getWebhookEndpoint: { method: 'GET', path: '/v1/webhook-endpoints/{endpointId}' },
  updateWebhookEndpoint: { method: 'PATCH', path: '/v1/webhook-endpoints/{endpointId}', takes: 'body' },
  removeWebhookEndpoint: { method: 'DELETE', path: '/v1/webhook-endpoints/{endpointId}' },
  rotateWebhookSecret: {
    method: 'POST',
    path: '/v1/webhook-endpoints/{endpointId}/rotate-secret',
    takes: 'body',
    hasKey: true,
  },
  testWebhookEndpoint: { method: 'POST', path: '/v1/webhook-endpoints/{endpointId}/test', hasKey: true },
  listWebhookDeliveries: {
    method: 'GET',
    path: '/v1/webhook-endpoints/{endpointId}/deliveries',
    takes: 'query',
    pagesBy: 'cursor',
  },
  getWebhookDelivery: { method: 'GET', path: '/v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}' },
  resendWebhookDelivery: {
    method: 'POST',
    path: '/v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/resend',
    hasKey: true,
  },
  resendWebhookDeliveries: {
    method: 'POST',
    path: '/v1/webhook-endpoints/{endpointId}/resend',
    takes: 'body',
    hasKey: true,
  },
  advanceOrder: { method: 'POST', path: '/v1/test/orders/{id}/advance', takes: 'body', hasKey: true },
  getLiveness: { method: 'GET', path: '/health/live' },
  getReadiness: { method: 'GET', path: '/health/ready', answers: [503] },
  getMetrics: { method: 'GET', path: '/metrics' },
  getOpenApi: { method: 'GET', path: '/openapi.json' },
  getDocs: { method: 'GET', path: '/docs' },
  getProblemKind: { method: 'GET', path: '/problems/{code}' },
};
