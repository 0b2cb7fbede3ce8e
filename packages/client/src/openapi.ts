/* Generated from the OpenAPI document by `npm run openapi`. */

export interface paths {
  '/docs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read and try the API in a browser
     * @description A page that loads nothing from other sites, and can be read without scripts.
     */
    get: operations['getDocs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Check that the process is alive
     * @description Says nothing about Postgres or Redis: restarting this process would fix neither.
     */
    get: operations['getLiveness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Check that the service can take requests
     * @description It can while Postgres answers, until it is told to stop. Without Redis the service is `degraded`: everything works, but overdue orders are
     *     cancelled a little later.
     */
    get: operations['getReadiness'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read the metrics
     * @description For Prometheus. Those of all processes that `API_PROCESSES` started are added up. Send `METRICS_TOKEN` as `Authorization: Bearer …`. It is not a token of a customer or a backend.
     *     Where it is not set, production refuses everybody, and development refuses nobody.
     */
    get: operations['getMetrics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get this description
     * @description OpenAPI 3.1. May be cached for five minutes.
     */
    get: operations['getOpenApi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/problems/{code}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read about a kind of problem
     * @description The `type` of a problem is this address. Browsers get a page, programs get JSON.
     */
    get: operations['getProblemKind'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/customers/{customerId}/erase': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Forget a customer
     * @description Erases, for good, what the customer's orders say of the customer: `customerId`, `reference`, `metadata`, the names of items,
     *     notes, providers, references and reasons of payment attempts, `Idempotency-Key`s, and all of these in events; what receivers of
     *     webhooks answered is deleted, too. View tokens of the orders read nothing any more. Amounts, currencies, items' `sku`s, and
     *     payments with their references stay.
     *
     *     Each order gets an event `customer.erased` when it is erased: have your own systems forget it, too. Pending orders are erased
     *     when they are paid or cancelled. Repeating it is safe, and covers what was placed since.
     */
    post: operations['eraseCustomer'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read the events of all orders
     * @description Every event of every order, oldest first: to follow all that happens without webhooks, or to catch up with what they
     *     missed. A reader that stores `nextCursor` with what it has processed, and sends it as `after`, misses nothing, sees each
     *     event at least once, and those of each order by `sequence`. An event appears within about a second of its commit.
     *
     *     `nextCursor` is never null. On a page without news it is the `after` that was sent: ask again later. With `types`, a page
     *     may have few events, or none, though more follow; then its `nextCursor` differs from `after`.
     *
     *     New types of events may be added: ignore those you do not know. After the database was restored or failed over, cursors
     *     from before are answered with 410: begin again without `after`, and skip what you know by `id`.
     */
    get: operations['listEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List orders, newest first
     * @description A customer sees its own orders; a backend sees all, or those of one `customerId`. An order has to meet all filters.
     *
     *     To get the next page, send its `nextCursor` as `cursor`, until `nextCursor` is null. Orders placed in the meantime do not
     *     shift the pages.
     *
     *     A page has `limit` orders, or fewer, but at least one, if they are so large that it would exceed about 1.25 MiB. Only `nextCursor` tells whether there are more.
     */
    get: operations['listOrders'];
    put?: never;
    /**
     * Place an order
     * @description The order is `pending` and its countdown starts. If it is not paid before `expiresAt`, it is cancelled at
     *     `expiresAt`.
     *
     *     With an `Idempotency-Key`, the request can be repeated without placing a second order: the response is 201 with the
     *     order as it is now, and `Idempotency-Replayed: true`. Concurrent duplicates create one order.
     *
     *     A customer's order always belongs to that customer. A backend sets `customerId`.
     */
    post: operations['placeOrder'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get an order
     * @description The order as it is in the database now. Other customers' orders are not found.
     */
    get: operations['getOrder'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    /**
     * Change an order
     * @description Changes what is sent of `reference`, `metadata`, `items` and `amount`; the rest stays. `metadata` and `items` are replaced
     *     whole, and `reference: null` removes it. If the order then has items, `amount` must equal their sum. A change to what the order
     *     already is changes nothing: 200.
     *
     *     While a payment attempt is open, the amount stays: `payment_in_progress`. From the deadline on: `order_expired`. On a
     *     cancelled or paid order: `order_cancelled`, `order_already_paid`.
     */
    patch: operations['updateOrder'];
    trace?: never;
  };
  '/v1/orders/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Cancel an unpaid order
     * @description A pending order becomes `cancelled`. On a cancelled order: 200, and nothing changes. A paid order cannot be cancelled:
     *     `order_already_paid`.
     *
     *     `cancelReason` is `customer` or `backend`, by the token; from the deadline on it is `expired`.
     */
    post: operations['cancelOrder'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/countdown': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get the time left to pay
     * @description Cheap enough to poll. `remainingMs` is by the database's clock: a page that counts down from it is right even if the
     *     shopper's clock is wrong.
     */
    get: operations['getCountdown'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get an order's timeline
     * @description Every event of the order, oldest first. `sequence` counts from 1 without gaps. New types of events may be added: ignore
     *     those you do not know. Only backends get `actor`, who made the change.
     *
     *     With `limit` or `cursor` the answer is one page: to get the next one, send its `nextCursor` as `cursor`, until
     *     `nextCursor` is null.
     */
    get: operations['listOrderEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/extend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Extend an order's deadline
     * @description Moves `payBy` of a pending order by `seconds`, to at most 30 days after the order was created. The reminder moves with
     *     it, and so do `expiresAt`, countdown and alarm, unless a payment attempt holds the order even longer.
     *
     *     From the deadline on: `order_expired`. On a cancelled or paid order: `order_cancelled`, `order_already_paid`.
     *
     *     With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
     *     same answer, and `Idempotency-Replayed: true`.
     */
    post: operations['extendOrder'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/pay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Confirm the payment of an order
     * @description Before `expiresAt`, the order becomes `paid`, and remains so.
     *
     *     - On a paid order, the same `paymentReference` or none: 200, and nothing changes. A different one is a second payment:
     *       `order_already_paid`.
     *     - From `expiresAt` on: `order_expired`, even if the order has not been cancelled yet.
     *     - On an order that was cancelled before its deadline: `order_cancelled`.
     *     - With `attemptId`, that payment attempt becomes `succeeded` and other open ones lapse. If the order has no such attempt:
     *       `validation_failed`, and nothing changes.
     *     - If `amount` is not the order's amount: `amount_mismatch`, and the order stays as it is. The same `paymentReference`
     *       does not pay it later either, since the money may have been refunded.
     *
     *     A payment with a `paymentReference` that is refused with one of these codes is recorded as a refund, and
     *     `payment.refund_required` is added to the timeline, once per reference. An order has room for a limited number of them, usually 100: past it, a refused payment of a
     *     customer is not recorded, and gets `too_many_refused_payments` instead. A payment that a backend confirms always is.
     */
    post: operations['payOrder'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/payment-attempts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List an order's payment attempts
     * @description All of them, oldest first.
     */
    get: operations['listPaymentAttempts'];
    put?: never;
    /**
     * Start a payment attempt
     * @description Tell us before the shopper goes to the payment provider: while the attempt is open, the order is not cancelled at `payBy`,
     *     but at `holdUntil` at the earliest. That is `PAYMENT_HOLD_SECONDS`, usually two minutes, after the start of the attempt, or
     *     after `payBy` if the attempt starts later. `expiresAt` of the order becomes the latest of `payBy` and the `holdUntil` of its
     *     open attempts.
     *
     *     - While an attempt is open, starting one with the same `provider` and `reference`, or again without either, returns that
     *       attempt, with 200.
     *     - Starting is possible before `expiresAt`; after that: `order_expired`. On a cancelled or paid order: `order_cancelled`,
     *       `order_already_paid`.
     *     - An order has at most 20 attempts: `too_many_payment_attempts`.
     *
     *     With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
     *     same answer, and `Idempotency-Replayed: true`.
     *
     *     An attempt is no payment: confirm that with `attemptId`. Orders can be paid without attempts, too.
     */
    post: operations['startPayment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/payment-attempts/{attemptId}/fail': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Report that a payment attempt failed
     * @description Ends the hold of an open attempt. If no other attempt is open and `payBy` has passed, the order is due now and is cancelled.
     *
     *     On a failed attempt: 200, and nothing changes. On one that has succeeded or lapsed: `payment_attempt_closed`. A failed
     *     attempt may still pay, while the order can be paid.
     */
    post: operations['failPayment'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/stream': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Watch an order
     * @description Server-sent events, for a browser's `EventSource`. The first is `snapshot`: the countdown and the order's `version`.
     *     Then follows each event of the timeline as it happens, named by its type. The stream ends when the order is paid or
     *     cancelled. A further `snapshot` replaces all before it: the database was restored to an older state. The `id` of each
     *     event is its `sequence`: a client that reconnects with it gets what it has missed, or 204 if there is nothing more to
     *     come.
     *
     *     An event that tells `expiresAt`, as `order.extended` and `order.payment_started` do, also has `serverTime` and
     *     `remainingMs`, as the snapshot does: count down from these, since the clock of a browser may be wrong. So it has `payBy`
     *     and `paymentInProgress`, as they were when it was sent.
     *
     *     A page of another origin may read streams, and call the rest of the API, only if `CORS_ORIGINS` lists its origin.
     *
     *     With a view token, `customerId`, `reference`, `paymentReference`, `provider`, `reason` of a failed payment and
     *     `note` are null in every event, and events about refunds are left out, so that `id`s have gaps. A stream also ends when the token expires; the next request then gets 401.
     */
    get: operations['streamOrder'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{id}/view-token': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Get a new view token of an order
     * @description For the page of a shopper who comes back. Tokens that the order already has stay valid until they expire.
     */
    post: operations['createViewToken'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/refunds': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List refunds, newest first
     * @description Every payment that was refused and recorded is a refund: `due` until you report it as made. With `status=due` these are
     *     all that you owe.
     *
     *     To get the next page, send its `nextCursor` as `cursor`, until `nextCursor` is null.
     */
    get: operations['listRefunds'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/refunds/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a refund
     * @description The refund as it is in the database now.
     */
    get: operations['getRefund'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/refunds/{id}/refunded': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Report a refund as made
     * @description Make the refund with your payment provider first, then report it. The refund becomes `refunded`, and `payment.refunded` is
     *     added to the order's timeline, once.
     *
     *     Reporting it again, without a `refundReference` or with the same: 200, and nothing changes. A `refundReference` is added
     *     if none was given before. With another one: `refund_already_recorded`.
     */
    post: operations['recordRefund'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/test/orders/{id}/advance': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Bring the deadline of an order nearer
     * @description Brings `payBy`, `expiresAt`, the holds of open payment attempts and the reminder of a pending order nearer by `seconds`, but
     *     none before the order was placed. What is due then happens as always: the reminder is sent, and the order is cancelled.
     *
     *     There is nothing at this path in production, nor on a server that listens on another address than loopback. From the
     *     deadline on: `order_expired`. On a cancelled or paid order: `order_cancelled`, `order_already_paid`.
     *
     *     With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
     *     same answer, and `Idempotency-Replayed: true`.
     */
    post: operations['advanceOrder'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the endpoints
     * @description All of them, oldest first, without their secrets.
     */
    get: operations['listWebhookEndpoints'];
    put?: never;
    /**
     * Register an endpoint for events
     * @description Every event of an order is sent to it as a POST, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com): verify `webhook-signature` with the `secret`, which is returned
     *     here and never again.
     *
     *     The body is `{ type, timestamp, data }`; `data` has `orderId`, `sequence` and the event's own data. Answer with any 2xx
     *     within 10 seconds; redirects are not followed. A failed delivery is retried ten times over about three days.
     *
     *     An event can arrive more than once, and events can arrive out of order: ignore a `webhook-id` you have seen, and sort by
     *     `sequence`.
     *
     *     An address in a private network is refused, and so is a 101st endpoint: `validation_failed`.
     *
     *     With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
     *     same answer, and `Idempotency-Replayed: true`.
     */
    post: operations['registerWebhookEndpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{endpointId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get an endpoint
     * @description Without its secret, which is returned only when the endpoint is registered.
     */
    get: operations['getWebhookEndpoint'];
    put?: never;
    post?: never;
    /**
     * Remove an endpoint
     * @description Nothing more is sent to it, including deliveries that are waiting. One already on its way may still arrive.
     */
    delete: operations['removeWebhookEndpoint'];
    options?: never;
    head?: never;
    /**
     * Change an endpoint
     * @description Changes what the body names, and nothing else. Repeating it changes nothing more.
     *
     *     A new `url` is where waiting deliveries go, too. Other `events` are sent from now on; what waits already is still sent.
     *
     *     With `enabled: false` nothing more is sent, and waiting deliveries fail. With `true` the endpoint starts anew: its failures
     *     are forgotten, and what waits is sent at once. Events of the time in between are not sent by themselves: the deliveries that
     *     failed can be sent again with `POST …/resend`, and `GET /v1/events` has all events.
     */
    patch: operations['updateWebhookEndpoint'];
    trace?: never;
  };
  '/v1/webhook-endpoints/{endpointId}/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List the deliveries to an endpoint
     * @description Newest first: what was sent, what is waiting for a retry, and why. Goes back 30 days. With `status`, only those.
     *
     *     To get the next page, send its `nextCursor` as `cursor`, until `nextCursor` is null.
     */
    get: operations['listWebhookDeliveries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Get a delivery with its attempts
     * @description What was sent in each attempt, and what the endpoint answered, to find out why a delivery fails. Signatures are not kept.
     */
    get: operations['getWebhookDelivery'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{endpointId}/deliveries/{deliveryId}/resend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a delivery again
     * @description Whatever became of it: one that was delivered, too. It has the same `webhook-id`, goes to the endpoint as it is now, tells
     *     the order as it is then, and is retried like a new one. One that waits for a retry is sent at once. On a disabled endpoint:
     *     `webhook_endpoint_disabled`.
     *
     *     With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
     *     same answer, and `Idempotency-Replayed: true`.
     */
    post: operations['resendWebhookDelivery'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{endpointId}/resend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send all deliveries since a time again
     * @description For a receiver that lost what it had received. All deliveries to the endpoint of events since `since` are sent again, those
     *     that were delivered, too, each with its `webhook-id`: a receiver ignores what it has. They become due in batches, oldest
     *     first, and are sent as fast as the endpoint takes them. Pings are not sent again.
     *
     *     On a disabled endpoint: `webhook_endpoint_disabled`. While ten such requests wait: `too_many_resends`.
     *
     *     With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
     *     same answer, and `Idempotency-Replayed: true`.
     */
    post: operations['resendWebhookDeliveries'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{endpointId}/rotate-secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Change an endpoint's secret
     * @description Makes a new `secret`, which is returned here and never again. For `overlapSeconds`, messages are signed with the secret
     *     of before, too: `webhook-signature` then holds two signatures, and libraries for Standard Webhooks accept the message with
     *     either secret. Store the new one within that time. Rotating again meanwhile ends the older of the two.
     *
     *     With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
     *     same answer, and `Idempotency-Replayed: true`. The secret itself is not remembered: a repetition gets the one that is current then.
     */
    post: operations['rotateWebhookSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/webhook-endpoints/{endpointId}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a ping to an endpoint
     * @description An event of type `webhook.ping` is signed, recorded and retried like any other.
     *
     *     With an `Idempotency-Key`, the request can be repeated for at least 30 days: it is done once, and a repetition gets the
     *     same answer, and `Idempotency-Replayed: true`.
     */
    post: operations['testWebhookEndpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export interface webhooks {
  'customer.erased': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An event of an order: `customer.erased`
     * @description Sent to each enabled endpoint that wants this type, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.
     */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description Identifies the event: the same in every attempt. Ignore one that you have seen. */
          'webhook-id': string;
          /** @description One signature, or several separated by spaces while a former secret is still valid: one that fits is enough. */
          'webhook-signature': string;
          /** @description When it was sent, in seconds since 1970. Refuse what is minutes old. */
          'webhook-timestamp': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['CustomerErasedMessage'];
        };
      };
      responses: {
        /** @description Received. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Anything else, or nothing within 10 seconds: it is sent again later. */
        default: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'order.advanced': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An event of an order: `order.advanced`
     * @description Sent to each enabled endpoint that wants this type, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.
     */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description Identifies the event: the same in every attempt. Ignore one that you have seen. */
          'webhook-id': string;
          /** @description One signature, or several separated by spaces while a former secret is still valid: one that fits is enough. */
          'webhook-signature': string;
          /** @description When it was sent, in seconds since 1970. Refuse what is minutes old. */
          'webhook-timestamp': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['OrderAdvancedMessage'];
        };
      };
      responses: {
        /** @description Received. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Anything else, or nothing within 10 seconds: it is sent again later. */
        default: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'order.cancelled': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An event of an order: `order.cancelled`
     * @description Sent to each enabled endpoint that wants this type, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.
     */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description Identifies the event: the same in every attempt. Ignore one that you have seen. */
          'webhook-id': string;
          /** @description One signature, or several separated by spaces while a former secret is still valid: one that fits is enough. */
          'webhook-signature': string;
          /** @description When it was sent, in seconds since 1970. Refuse what is minutes old. */
          'webhook-timestamp': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['OrderCancelledMessage'];
        };
      };
      responses: {
        /** @description Received. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Anything else, or nothing within 10 seconds: it is sent again later. */
        default: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'order.expiring': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An event of an order: `order.expiring`
     * @description Sent to each enabled endpoint that wants this type, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.
     */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description Identifies the event: the same in every attempt. Ignore one that you have seen. */
          'webhook-id': string;
          /** @description One signature, or several separated by spaces while a former secret is still valid: one that fits is enough. */
          'webhook-signature': string;
          /** @description When it was sent, in seconds since 1970. Refuse what is minutes old. */
          'webhook-timestamp': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['OrderExpiringMessage'];
        };
      };
      responses: {
        /** @description Received. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Anything else, or nothing within 10 seconds: it is sent again later. */
        default: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'order.extended': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An event of an order: `order.extended`
     * @description Sent to each enabled endpoint that wants this type, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.
     */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description Identifies the event: the same in every attempt. Ignore one that you have seen. */
          'webhook-id': string;
          /** @description One signature, or several separated by spaces while a former secret is still valid: one that fits is enough. */
          'webhook-signature': string;
          /** @description When it was sent, in seconds since 1970. Refuse what is minutes old. */
          'webhook-timestamp': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['OrderExtendedMessage'];
        };
      };
      responses: {
        /** @description Received. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Anything else, or nothing within 10 seconds: it is sent again later. */
        default: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'order.paid': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An event of an order: `order.paid`
     * @description Sent to each enabled endpoint that wants this type, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.
     */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description Identifies the event: the same in every attempt. Ignore one that you have seen. */
          'webhook-id': string;
          /** @description One signature, or several separated by spaces while a former secret is still valid: one that fits is enough. */
          'webhook-signature': string;
          /** @description When it was sent, in seconds since 1970. Refuse what is minutes old. */
          'webhook-timestamp': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['OrderPaidMessage'];
        };
      };
      responses: {
        /** @description Received. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Anything else, or nothing within 10 seconds: it is sent again later. */
        default: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'order.payment_failed': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An event of an order: `order.payment_failed`
     * @description Sent to each enabled endpoint that wants this type, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.
     */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description Identifies the event: the same in every attempt. Ignore one that you have seen. */
          'webhook-id': string;
          /** @description One signature, or several separated by spaces while a former secret is still valid: one that fits is enough. */
          'webhook-signature': string;
          /** @description When it was sent, in seconds since 1970. Refuse what is minutes old. */
          'webhook-timestamp': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['OrderPaymentFailedMessage'];
        };
      };
      responses: {
        /** @description Received. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Anything else, or nothing within 10 seconds: it is sent again later. */
        default: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'order.payment_started': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An event of an order: `order.payment_started`
     * @description Sent to each enabled endpoint that wants this type, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.
     */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description Identifies the event: the same in every attempt. Ignore one that you have seen. */
          'webhook-id': string;
          /** @description One signature, or several separated by spaces while a former secret is still valid: one that fits is enough. */
          'webhook-signature': string;
          /** @description When it was sent, in seconds since 1970. Refuse what is minutes old. */
          'webhook-timestamp': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['OrderPaymentStartedMessage'];
        };
      };
      responses: {
        /** @description Received. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Anything else, or nothing within 10 seconds: it is sent again later. */
        default: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'order.placed': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An event of an order: `order.placed`
     * @description Sent to each enabled endpoint that wants this type, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.
     */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description Identifies the event: the same in every attempt. Ignore one that you have seen. */
          'webhook-id': string;
          /** @description One signature, or several separated by spaces while a former secret is still valid: one that fits is enough. */
          'webhook-signature': string;
          /** @description When it was sent, in seconds since 1970. Refuse what is minutes old. */
          'webhook-timestamp': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['OrderPlacedMessage'];
        };
      };
      responses: {
        /** @description Received. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Anything else, or nothing within 10 seconds: it is sent again later. */
        default: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'order.updated': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An event of an order: `order.updated`
     * @description Sent to each enabled endpoint that wants this type, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.
     */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description Identifies the event: the same in every attempt. Ignore one that you have seen. */
          'webhook-id': string;
          /** @description One signature, or several separated by spaces while a former secret is still valid: one that fits is enough. */
          'webhook-signature': string;
          /** @description When it was sent, in seconds since 1970. Refuse what is minutes old. */
          'webhook-timestamp': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['OrderUpdatedMessage'];
        };
      };
      responses: {
        /** @description Received. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Anything else, or nothing within 10 seconds: it is sent again later. */
        default: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'payment.refund_required': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An event of an order: `payment.refund_required`
     * @description Sent to each enabled endpoint that wants this type, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.
     */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description Identifies the event: the same in every attempt. Ignore one that you have seen. */
          'webhook-id': string;
          /** @description One signature, or several separated by spaces while a former secret is still valid: one that fits is enough. */
          'webhook-signature': string;
          /** @description When it was sent, in seconds since 1970. Refuse what is minutes old. */
          'webhook-timestamp': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['PaymentRefundRequiredMessage'];
        };
      };
      responses: {
        /** @description Received. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Anything else, or nothing within 10 seconds: it is sent again later. */
        default: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'payment.refund_withdrawn': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An event of an order: `payment.refund_withdrawn`
     * @description Sent to each enabled endpoint that wants this type, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.
     */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description Identifies the event: the same in every attempt. Ignore one that you have seen. */
          'webhook-id': string;
          /** @description One signature, or several separated by spaces while a former secret is still valid: one that fits is enough. */
          'webhook-signature': string;
          /** @description When it was sent, in seconds since 1970. Refuse what is minutes old. */
          'webhook-timestamp': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['PaymentRefundWithdrawnMessage'];
        };
      };
      responses: {
        /** @description Received. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Anything else, or nothing within 10 seconds: it is sent again later. */
        default: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'payment.refunded': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * An event of an order: `payment.refunded`
     * @description Sent to each enabled endpoint that wants this type, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.
     */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description Identifies the event: the same in every attempt. Ignore one that you have seen. */
          'webhook-id': string;
          /** @description One signature, or several separated by spaces while a former secret is still valid: one that fits is enough. */
          'webhook-signature': string;
          /** @description When it was sent, in seconds since 1970. Refuse what is minutes old. */
          'webhook-timestamp': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['PaymentRefundedMessage'];
        };
      };
      responses: {
        /** @description Received. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Anything else, or nothing within 10 seconds: it is sent again later. */
        default: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  'webhook.ping': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A test of the endpoint
     * @description Sent to each enabled endpoint that wants this type, signed as specified by
     *     [Standard Webhooks](https://www.standardwebhooks.com). May arrive more than once, and out of order.
     */
    post: {
      parameters: {
        query?: never;
        header: {
          /** @description Identifies the event: the same in every attempt. Ignore one that you have seen. */
          'webhook-id': string;
          /** @description One signature, or several separated by spaces while a former secret is still valid: one that fits is enough. */
          'webhook-signature': string;
          /** @description When it was sent, in seconds since 1970. Refuse what is minutes old. */
          'webhook-timestamp': string;
        };
        path?: never;
        cookie?: never;
      };
      requestBody: {
        content: {
          'application/json': components['schemas']['WebhookPingMessage'];
        };
      };
      responses: {
        /** @description Received. */
        '2XX': {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
        /** @description Anything else, or nothing within 10 seconds: it is sent again later. */
        default: {
          headers: {
            [name: string]: unknown;
          };
          content?: never;
        };
      };
    };
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export interface components {
  schemas: {
    Actor: {
      /**
       * @description `operator`: somebody in the console. `system`: the service itself, as at a deadline.
       * @enum {string}
       */
      kind: 'customer' | 'backend' | 'operator' | 'system';
      /** @description Of a `customer`, the order's customer, null once erased; of a `backend`, the `sub` of its token; of an `operator`, the name; of the `system`, `expiry`, `sweep` or `reminder`. */
      subject: string | null;
    };
    AdvanceOrder: {
      seconds: number;
    };
    AttemptedWebhookDelivery: {
      /** @description The attempts, newest first, at most 100. One whose result could not be stored is missing; of a delivery that an earlier version sent, only the last one is known. */
      attempts: {
        /** Format: date-time */
        attemptedAt: string;
        /** @description Until the response, or the failure; null: an earlier version made the attempt. */
        durationMs: number | null;
        /** @description Null: it was delivered. */
        error: string | null;
        /** @description Counts the attempts of the delivery. */
        number: number;
        /** @description The first kilobyte of what was sent; null: an earlier version made the attempt, or the customer was erased. */
        requestBody: string | null;
        /** @description The first kilobyte of the response. */
        responseBody: string | null;
        /** @description Null: there was no response. */
        responseStatus: number | null;
        /** @enum {string} */
        status: 'delivered' | 'failed';
      }[];
      /** Format: date-time */
      createdAt: string;
      /** @description Why the last attempt failed; null: it did not. */
      error: string | null;
      /** @description The `webhook-id` header: the same in every attempt. */
      eventId: string;
      /** @description Also the id of its job in the dashboard. */
      id: string;
      lastAttemptAt: string | null;
      /** @description Null if no attempt is due. */
      nextAttemptAt: string | null;
      /** @description Null for a ping. */
      orderId: string | null;
      /** @description The first kilobyte of that response. */
      responseBody: string | null;
      /** @description The HTTP status of the last attempt; null: no response. */
      responseStatus: number | null;
      /** @description The event's position in the order's timeline. Null for a ping. */
      sequence: number | null;
      /**
       * @description `failed`: every attempt has failed. It can be sent again.
       * @enum {string}
       */
      status: 'pending' | 'delivered' | 'failed';
      /** @description The type of the event, or `webhook.ping`. */
      type: string;
    };
    CancelOrder: {
      /** @description In your own words. It is kept in the order's timeline. */
      reason?: string;
    };
    Countdown: {
      /**
       * Format: date-time
       * @description The deadline that decides: `payBy`, or later while a payment attempt holds the order. From this instant on the order can no longer be paid.
       */
      expiresAt: string;
      /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
      id: string;
      /**
       * Format: date-time
       * @description The order's own deadline: when it was placed, plus its payment window and all extensions.
       */
      payBy: string;
      /** @description Whether a payment attempt is open. */
      paymentInProgress: boolean;
      /** @description Milliseconds left to pay, by the database's clock; 0 from the deadline on, and once the order is paid or cancelled. */
      remainingMs: number;
      /**
       * Format: date-time
       * @description The database's clock at the time of the response: count down relative to it.
       */
      serverTime: string;
      /** @enum {string} */
      status: 'pending' | 'paid' | 'cancelled';
    };
    CustomerErasedMessage: {
      data: {
        /** @description Who made the change; null in the events of earlier versions. */
        actor: components['schemas']['Actor'] | null;
        /** @description The whole order as it was when the message was sent, which may be later than the event: its `version` is then higher than `sequence`. */
        order: components['schemas']['Order'];
        /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
        orderId: string;
        /** @description Counts from 1 in each order, without gaps. */
        sequence: number;
      };
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      type: 'customer.erased';
    };
    ErasedCustomer: {
      /** @description Paid and cancelled orders. Of very many, or while one is being changed, the last follow within seconds. */
      erasedOrders: number;
      /** @description Orders that can still be paid. They are erased when they are paid or cancelled. */
      pendingOrders: number;
    };
    EventPage: {
      /** @description Oldest first, and each order's by `sequence`. */
      data: components['schemas']['FeedEvent'][];
      /** @description Send it as `after` to get what follows, now or later. The same as `after`: nothing new yet. */
      nextCursor: string;
    };
    ExtendOrder: {
      seconds: number;
    };
    FailPayment: {
      /** @description In your own words. It is kept in the order's timeline. */
      reason?: string;
    };
    FeedEvent:
      | {
          /** @description Who made the change; null in the events of earlier versions. */
          actor: components['schemas']['Actor'] | null;
          data: {
            /** @description In minor units of the currency. */
            amount: number;
            /** @description ISO 4217. */
            currency: string;
            /** @description The customer the order belongs to; null if the backend gave none. */
            customerId: string | null;
            /** Format: date-time */
            expiresAt: string;
            /** @description The shop's own number for the order. */
            reference: string | null;
          };
          /** @description The id of the event: the `webhook-id` under which webhooks deliver it. */
          id: string;
          /** Format: date-time */
          occurredAt: string;
          /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
          orderId: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.placed';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. */
          actor: components['schemas']['Actor'] | null;
          data: {
            /** Format: date-time */
            expiresAt: string;
          };
          /** @description The id of the event: the `webhook-id` under which webhooks deliver it. */
          id: string;
          /** Format: date-time */
          occurredAt: string;
          /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
          orderId: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.expiring';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. */
          actor: components['schemas']['Actor'] | null;
          data: {
            /** Format: date-time */
            expiresAt: string;
            /**
             * Format: date-time
             * @description Missing in the events of earlier versions.
             */
            payBy?: string;
            seconds: number;
          };
          /** @description The id of the event: the `webhook-id` under which webhooks deliver it. */
          id: string;
          /** Format: date-time */
          occurredAt: string;
          /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
          orderId: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.extended';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. */
          actor: components['schemas']['Actor'] | null;
          data: {
            /** @description In minor units of the currency. */
            amount: number;
            changed: ('reference' | 'metadata' | 'items' | 'amount')[];
            /** @description ISO 4217. */
            currency: string;
            /** @description The shop's own number for the order. */
            reference: string | null;
          };
          /** @description The id of the event: the `webhook-id` under which webhooks deliver it. */
          id: string;
          /** Format: date-time */
          occurredAt: string;
          /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
          orderId: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.updated';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. */
          actor: components['schemas']['Actor'] | null;
          data: {
            /** Format: date-time */
            expiresAt: string;
            seconds: number;
          };
          /** @description The id of the event: the `webhook-id` under which webhooks deliver it. */
          id: string;
          /** Format: date-time */
          occurredAt: string;
          /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
          orderId: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.advanced';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. */
          actor: components['schemas']['Actor'] | null;
          data: {
            /** @description A TypeID: `pat_` and a UUIDv7 in base32. */
            attemptId: string;
            /** Format: date-time */
            expiresAt: string;
            /** @description Until when the attempt keeps the order from being cancelled; null: it does not. */
            holdUntil: string | null;
            /** @description The payment provider; null: none was given. */
            provider: string | null;
            /** @description The provider's reference of the attempt; null: none was given. */
            reference: string | null;
          };
          /** @description The id of the event: the `webhook-id` under which webhooks deliver it. */
          id: string;
          /** Format: date-time */
          occurredAt: string;
          /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
          orderId: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.payment_started';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. */
          actor: components['schemas']['Actor'] | null;
          data: {
            /** @description A TypeID: `pat_` and a UUIDv7 in base32. */
            attemptId: string;
            /** Format: date-time */
            expiresAt: string;
            /** @description The caller's explanation. */
            reason: string | null;
          };
          /** @description The id of the event: the `webhook-id` under which webhooks deliver it. */
          id: string;
          /** Format: date-time */
          occurredAt: string;
          /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
          orderId: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.payment_failed';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. */
          actor: components['schemas']['Actor'] | null;
          data: {
            /** @description In minor units of the currency. */
            amount: number;
            /** @description ISO 4217. */
            currency: string;
            paymentReference: string | null;
          };
          /** @description The id of the event: the `webhook-id` under which webhooks deliver it. */
          id: string;
          /** Format: date-time */
          occurredAt: string;
          /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
          orderId: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.paid';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. */
          actor: components['schemas']['Actor'] | null;
          data: {
            note: string | null;
            /**
             * @description Who cancelled: the deadline (`expired`), the customer or the backend.
             * @enum {string}
             */
            reason: 'expired' | 'customer' | 'backend';
          };
          /** @description The id of the event: the `webhook-id` under which webhooks deliver it. */
          id: string;
          /** Format: date-time */
          occurredAt: string;
          /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
          orderId: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.cancelled';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. */
          actor: components['schemas']['Actor'] | null;
          data: {
            /** @description In minor units of the currency. */
            amount: number;
            /** @description ISO 4217. */
            currency: string;
            /** @description The payment provider's id of the payment. */
            paymentReference: string;
            /**
             * @description Why the money must be refunded: it came too `late`, the order was already paid (`duplicate`), or it is not the order's `amount`.
             * @enum {string}
             */
            reason: 'late' | 'duplicate' | 'amount';
            /** @description Left out in events of earlier versions. */
            refundId?: string;
          };
          /** @description The id of the event: the `webhook-id` under which webhooks deliver it. */
          id: string;
          /** Format: date-time */
          occurredAt: string;
          /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
          orderId: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'payment.refund_required';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. */
          actor: components['schemas']['Actor'] | null;
          data: {
            /** @description In minor units of the currency. */
            amount: number;
            /** @description ISO 4217. */
            currency: string;
            /** @description The payment provider's id of the payment. */
            paymentReference: string;
            /**
             * @description Why the money must be refunded: it came too `late`, the order was already paid (`duplicate`), or it is not the order's `amount`.
             * @enum {string}
             */
            reason: 'late' | 'duplicate' | 'amount';
          };
          /** @description The id of the event: the `webhook-id` under which webhooks deliver it. */
          id: string;
          /** Format: date-time */
          occurredAt: string;
          /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
          orderId: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'payment.refund_withdrawn';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. */
          actor: components['schemas']['Actor'] | null;
          data: Record<string, never>;
          /** @description The id of the event: the `webhook-id` under which webhooks deliver it. */
          id: string;
          /** Format: date-time */
          occurredAt: string;
          /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
          orderId: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'customer.erased';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. */
          actor: components['schemas']['Actor'] | null;
          data: {
            /** @description In minor units of the currency. */
            amount: number;
            /** @description ISO 4217. */
            currency: string;
            /** @description The payment provider's id of the payment. */
            paymentReference: string;
            /**
             * @description Why the money must be refunded: it came too `late`, the order was already paid (`duplicate`), or it is not the order's `amount`.
             * @enum {string}
             */
            reason: 'late' | 'duplicate' | 'amount';
            /** @description The id of the refund: a TypeID, `rfd_` and a UUIDv7 in base32. */
            refundId: string;
            /** @description The payment provider's id of the refund; null if none was given. */
            refundReference: string | null;
          };
          /** @description The id of the event: the `webhook-id` under which webhooks deliver it. */
          id: string;
          /** Format: date-time */
          occurredAt: string;
          /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
          orderId: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'payment.refunded';
        };
    Liveness: {
      /** @constant */
      status: 'ok';
    };
    Order: {
      /** @description In minor units of the currency. */
      amount: number;
      cancelledAt: string | null;
      cancelReason: ('expired' | 'customer' | 'backend') | null;
      /** Format: date-time */
      createdAt: string;
      /** @description ISO 4217. */
      currency: string;
      /** @description The customer the order belongs to; null if the backend gave none. */
      customerId: string | null;
      /**
       * Format: date-time
       * @description The deadline that decides: `payBy`, or later while a payment attempt holds the order. From this instant on the order can no longer be paid.
       */
      expiresAt: string;
      /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
      id: string;
      items: components['schemas']['OrderItem'][];
      metadata: {
        [key: string]: string | number | boolean | null;
      };
      paidAt: string | null;
      /**
       * Format: date-time
       * @description The order's own deadline: when it was placed, plus its payment window and all extensions.
       */
      payBy: string;
      /** @description Whether a payment attempt is open. */
      paymentInProgress: boolean;
      /** @description The shop's own number for the order. */
      reference: string | null;
      /** @description What must still be refunded of refused payments, in minor units; 0 if nothing. */
      refundDueAmount: number;
      /** @description Milliseconds left to pay, by the database's clock; 0 from the deadline on, and once the order is paid or cancelled. */
      remainingMs: number;
      /** @enum {string} */
      status: 'pending' | 'paid' | 'cancelled';
      /** @description Counts the changes of the order: it is the `sequence` of its latest event. */
      version: number;
    };
    OrderAdvancedMessage: {
      data: {
        /** @description Who made the change; null in the events of earlier versions. */
        actor: components['schemas']['Actor'] | null;
        /** Format: date-time */
        expiresAt: string;
        /** @description The whole order as it was when the message was sent, which may be later than the event: its `version` is then higher than `sequence`. */
        order: components['schemas']['Order'];
        /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
        orderId: string;
        seconds: number;
        /** @description Counts from 1 in each order, without gaps. */
        sequence: number;
      };
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      type: 'order.advanced';
    };
    OrderCancelledMessage: {
      data: {
        /** @description Who made the change; null in the events of earlier versions. */
        actor: components['schemas']['Actor'] | null;
        note: string | null;
        /** @description The whole order as it was when the message was sent, which may be later than the event: its `version` is then higher than `sequence`. */
        order: components['schemas']['Order'];
        /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
        orderId: string;
        /**
         * @description Who cancelled: the deadline (`expired`), the customer or the backend.
         * @enum {string}
         */
        reason: 'expired' | 'customer' | 'backend';
        /** @description Counts from 1 in each order, without gaps. */
        sequence: number;
      };
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      type: 'order.cancelled';
    };
    OrderEvent:
      | {
          /** @description Who made the change; null in the events of earlier versions. Only backends get it. */
          actor?: components['schemas']['Actor'] | null;
          data: {
            /** @description In minor units of the currency. */
            amount: number;
            /** @description ISO 4217. */
            currency: string;
            /** @description The customer the order belongs to; null if the backend gave none. */
            customerId: string | null;
            /** Format: date-time */
            expiresAt: string;
            /** @description The shop's own number for the order. */
            reference: string | null;
          };
          /** Format: date-time */
          occurredAt: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.placed';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. Only backends get it. */
          actor?: components['schemas']['Actor'] | null;
          data: {
            /** Format: date-time */
            expiresAt: string;
          };
          /** Format: date-time */
          occurredAt: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.expiring';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. Only backends get it. */
          actor?: components['schemas']['Actor'] | null;
          data: {
            /** Format: date-time */
            expiresAt: string;
            /**
             * Format: date-time
             * @description Missing in the events of earlier versions.
             */
            payBy?: string;
            seconds: number;
          };
          /** Format: date-time */
          occurredAt: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.extended';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. Only backends get it. */
          actor?: components['schemas']['Actor'] | null;
          data: {
            /** @description In minor units of the currency. */
            amount: number;
            changed: ('reference' | 'metadata' | 'items' | 'amount')[];
            /** @description ISO 4217. */
            currency: string;
            /** @description The shop's own number for the order. */
            reference: string | null;
          };
          /** Format: date-time */
          occurredAt: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.updated';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. Only backends get it. */
          actor?: components['schemas']['Actor'] | null;
          data: {
            /** Format: date-time */
            expiresAt: string;
            seconds: number;
          };
          /** Format: date-time */
          occurredAt: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.advanced';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. Only backends get it. */
          actor?: components['schemas']['Actor'] | null;
          data: {
            /** @description A TypeID: `pat_` and a UUIDv7 in base32. */
            attemptId: string;
            /** Format: date-time */
            expiresAt: string;
            /** @description Until when the attempt keeps the order from being cancelled; null: it does not. */
            holdUntil: string | null;
            /** @description The payment provider; null: none was given. */
            provider: string | null;
            /** @description The provider's reference of the attempt; null: none was given. */
            reference: string | null;
          };
          /** Format: date-time */
          occurredAt: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.payment_started';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. Only backends get it. */
          actor?: components['schemas']['Actor'] | null;
          data: {
            /** @description A TypeID: `pat_` and a UUIDv7 in base32. */
            attemptId: string;
            /** Format: date-time */
            expiresAt: string;
            /** @description The caller's explanation. */
            reason: string | null;
          };
          /** Format: date-time */
          occurredAt: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.payment_failed';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. Only backends get it. */
          actor?: components['schemas']['Actor'] | null;
          data: {
            /** @description In minor units of the currency. */
            amount: number;
            /** @description ISO 4217. */
            currency: string;
            paymentReference: string | null;
          };
          /** Format: date-time */
          occurredAt: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.paid';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. Only backends get it. */
          actor?: components['schemas']['Actor'] | null;
          data: {
            note: string | null;
            /**
             * @description Who cancelled: the deadline (`expired`), the customer or the backend.
             * @enum {string}
             */
            reason: 'expired' | 'customer' | 'backend';
          };
          /** Format: date-time */
          occurredAt: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'order.cancelled';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. Only backends get it. */
          actor?: components['schemas']['Actor'] | null;
          data: {
            /** @description In minor units of the currency. */
            amount: number;
            /** @description ISO 4217. */
            currency: string;
            /** @description The payment provider's id of the payment. */
            paymentReference: string;
            /**
             * @description Why the money must be refunded: it came too `late`, the order was already paid (`duplicate`), or it is not the order's `amount`.
             * @enum {string}
             */
            reason: 'late' | 'duplicate' | 'amount';
            /** @description Left out in events of earlier versions. */
            refundId?: string;
          };
          /** Format: date-time */
          occurredAt: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'payment.refund_required';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. Only backends get it. */
          actor?: components['schemas']['Actor'] | null;
          data: {
            /** @description In minor units of the currency. */
            amount: number;
            /** @description ISO 4217. */
            currency: string;
            /** @description The payment provider's id of the payment. */
            paymentReference: string;
            /**
             * @description Why the money must be refunded: it came too `late`, the order was already paid (`duplicate`), or it is not the order's `amount`.
             * @enum {string}
             */
            reason: 'late' | 'duplicate' | 'amount';
          };
          /** Format: date-time */
          occurredAt: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'payment.refund_withdrawn';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. Only backends get it. */
          actor?: components['schemas']['Actor'] | null;
          data: Record<string, never>;
          /** Format: date-time */
          occurredAt: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'customer.erased';
        }
      | {
          /** @description Who made the change; null in the events of earlier versions. Only backends get it. */
          actor?: components['schemas']['Actor'] | null;
          data: {
            /** @description In minor units of the currency. */
            amount: number;
            /** @description ISO 4217. */
            currency: string;
            /** @description The payment provider's id of the payment. */
            paymentReference: string;
            /**
             * @description Why the money must be refunded: it came too `late`, the order was already paid (`duplicate`), or it is not the order's `amount`.
             * @enum {string}
             */
            reason: 'late' | 'duplicate' | 'amount';
            /** @description The id of the refund: a TypeID, `rfd_` and a UUIDv7 in base32. */
            refundId: string;
            /** @description The payment provider's id of the refund; null if none was given. */
            refundReference: string | null;
          };
          /** Format: date-time */
          occurredAt: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'payment.refunded';
        };
    OrderExpiringMessage: {
      data: {
        /** @description Who made the change; null in the events of earlier versions. */
        actor: components['schemas']['Actor'] | null;
        /** Format: date-time */
        expiresAt: string;
        /** @description The whole order as it was when the message was sent, which may be later than the event: its `version` is then higher than `sequence`. */
        order: components['schemas']['Order'];
        /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
        orderId: string;
        /** @description Counts from 1 in each order, without gaps. */
        sequence: number;
      };
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      type: 'order.expiring';
    };
    OrderExtendedMessage: {
      data: {
        /** @description Who made the change; null in the events of earlier versions. */
        actor: components['schemas']['Actor'] | null;
        /** Format: date-time */
        expiresAt: string;
        /** @description The whole order as it was when the message was sent, which may be later than the event: its `version` is then higher than `sequence`. */
        order: components['schemas']['Order'];
        /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
        orderId: string;
        /**
         * Format: date-time
         * @description Missing in the events of earlier versions.
         */
        payBy?: string;
        seconds: number;
        /** @description Counts from 1 in each order, without gaps. */
        sequence: number;
      };
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      type: 'order.extended';
    };
    OrderItem: {
      /** @description A name for people to read. */
      name?: string;
      quantity: number;
      /** @description Stock keeping unit: your identifier of the product. */
      sku: string;
      /** @description The price of one unit, in minor units. */
      unitAmount: number;
    };
    OrderPage: {
      /** @description Newest first. */
      data: components['schemas']['Order'][];
      /** @description Use it to get the next page; null on the last one. */
      nextCursor: string | null;
    };
    OrderPaidMessage: {
      data: {
        /** @description Who made the change; null in the events of earlier versions. */
        actor: components['schemas']['Actor'] | null;
        /** @description In minor units of the currency. */
        amount: number;
        /** @description ISO 4217. */
        currency: string;
        /** @description The whole order as it was when the message was sent, which may be later than the event: its `version` is then higher than `sequence`. */
        order: components['schemas']['Order'];
        /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
        orderId: string;
        paymentReference: string | null;
        /** @description Counts from 1 in each order, without gaps. */
        sequence: number;
      };
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      type: 'order.paid';
    };
    OrderPaymentFailedMessage: {
      data: {
        /** @description Who made the change; null in the events of earlier versions. */
        actor: components['schemas']['Actor'] | null;
        /** @description A TypeID: `pat_` and a UUIDv7 in base32. */
        attemptId: string;
        /** Format: date-time */
        expiresAt: string;
        /** @description The whole order as it was when the message was sent, which may be later than the event: its `version` is then higher than `sequence`. */
        order: components['schemas']['Order'];
        /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
        orderId: string;
        /** @description The caller's explanation. */
        reason: string | null;
        /** @description Counts from 1 in each order, without gaps. */
        sequence: number;
      };
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      type: 'order.payment_failed';
    };
    OrderPaymentStartedMessage: {
      data: {
        /** @description Who made the change; null in the events of earlier versions. */
        actor: components['schemas']['Actor'] | null;
        /** @description A TypeID: `pat_` and a UUIDv7 in base32. */
        attemptId: string;
        /** Format: date-time */
        expiresAt: string;
        /** @description Until when the attempt keeps the order from being cancelled; null: it does not. */
        holdUntil: string | null;
        /** @description The whole order as it was when the message was sent, which may be later than the event: its `version` is then higher than `sequence`. */
        order: components['schemas']['Order'];
        /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
        orderId: string;
        /** @description The payment provider; null: none was given. */
        provider: string | null;
        /** @description The provider's reference of the attempt; null: none was given. */
        reference: string | null;
        /** @description Counts from 1 in each order, without gaps. */
        sequence: number;
      };
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      type: 'order.payment_started';
    };
    OrderPlacedMessage: {
      data: {
        /** @description Who made the change; null in the events of earlier versions. */
        actor: components['schemas']['Actor'] | null;
        /** @description In minor units of the currency. */
        amount: number;
        /** @description ISO 4217. */
        currency: string;
        /** @description The customer the order belongs to; null if the backend gave none. */
        customerId: string | null;
        /** Format: date-time */
        expiresAt: string;
        /** @description The whole order as it was when the message was sent, which may be later than the event: its `version` is then higher than `sequence`. */
        order: components['schemas']['Order'];
        /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
        orderId: string;
        /** @description The shop's own number for the order. */
        reference: string | null;
        /** @description Counts from 1 in each order, without gaps. */
        sequence: number;
      };
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      type: 'order.placed';
    };
    OrderUpdatedMessage: {
      data: {
        /** @description Who made the change; null in the events of earlier versions. */
        actor: components['schemas']['Actor'] | null;
        /** @description In minor units of the currency. */
        amount: number;
        changed: ('reference' | 'metadata' | 'items' | 'amount')[];
        /** @description ISO 4217. */
        currency: string;
        /** @description The whole order as it was when the message was sent, which may be later than the event: its `version` is then higher than `sequence`. */
        order: components['schemas']['Order'];
        /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
        orderId: string;
        /** @description The shop's own number for the order. */
        reference: string | null;
        /** @description Counts from 1 in each order, without gaps. */
        sequence: number;
      };
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      type: 'order.updated';
    };
    PaymentAttempt: {
      /** Format: date-time */
      createdAt: string;
      /** @description Until when the attempt keeps the order from being cancelled; null: it does not. */
      holdUntil: string | null;
      /** @description A TypeID: `pat_` and a UUIDv7 in base32. */
      id: string;
      /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
      orderId: string;
      /** @description The payment provider; null: none was given. */
      provider: string | null;
      /** @description The provider's reference of the attempt; null: none was given. */
      reference: string | null;
      /**
       * @description `lapsed`: it was still open when its hold ended, or when the order was paid by other means, cancelled, or due.
       * @enum {string}
       */
      status: 'open' | 'succeeded' | 'failed' | 'lapsed';
    };
    PaymentAttemptList: {
      /** @description Oldest first. */
      data: components['schemas']['PaymentAttempt'][];
      /** @description Always null: all attempts fit on one page. */
      nextCursor: null;
    };
    PaymentRefundedMessage: {
      data: {
        /** @description Who made the change; null in the events of earlier versions. */
        actor: components['schemas']['Actor'] | null;
        /** @description In minor units of the currency. */
        amount: number;
        /** @description ISO 4217. */
        currency: string;
        /** @description The whole order as it was when the message was sent, which may be later than the event: its `version` is then higher than `sequence`. */
        order: components['schemas']['Order'];
        /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
        orderId: string;
        /** @description The payment provider's id of the payment. */
        paymentReference: string;
        /**
         * @description Why the money must be refunded: it came too `late`, the order was already paid (`duplicate`), or it is not the order's `amount`.
         * @enum {string}
         */
        reason: 'late' | 'duplicate' | 'amount';
        /** @description The id of the refund: a TypeID, `rfd_` and a UUIDv7 in base32. */
        refundId: string;
        /** @description The payment provider's id of the refund; null if none was given. */
        refundReference: string | null;
        /** @description Counts from 1 in each order, without gaps. */
        sequence: number;
      };
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      type: 'payment.refunded';
    };
    PaymentRefundRequiredMessage: {
      data: {
        /** @description Who made the change; null in the events of earlier versions. */
        actor: components['schemas']['Actor'] | null;
        /** @description In minor units of the currency. */
        amount: number;
        /** @description ISO 4217. */
        currency: string;
        /** @description The whole order as it was when the message was sent, which may be later than the event: its `version` is then higher than `sequence`. */
        order: components['schemas']['Order'];
        /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
        orderId: string;
        /** @description The payment provider's id of the payment. */
        paymentReference: string;
        /**
         * @description Why the money must be refunded: it came too `late`, the order was already paid (`duplicate`), or it is not the order's `amount`.
         * @enum {string}
         */
        reason: 'late' | 'duplicate' | 'amount';
        /** @description Left out in events of earlier versions. */
        refundId?: string;
        /** @description Counts from 1 in each order, without gaps. */
        sequence: number;
      };
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      type: 'payment.refund_required';
    };
    PaymentRefundWithdrawnMessage: {
      data: {
        /** @description Who made the change; null in the events of earlier versions. */
        actor: components['schemas']['Actor'] | null;
        /** @description In minor units of the currency. */
        amount: number;
        /** @description ISO 4217. */
        currency: string;
        /** @description The whole order as it was when the message was sent, which may be later than the event: its `version` is then higher than `sequence`. */
        order: components['schemas']['Order'];
        /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
        orderId: string;
        /** @description The payment provider's id of the payment. */
        paymentReference: string;
        /**
         * @description Why the money must be refunded: it came too `late`, the order was already paid (`duplicate`), or it is not the order's `amount`.
         * @enum {string}
         */
        reason: 'late' | 'duplicate' | 'amount';
        /** @description Counts from 1 in each order, without gaps. */
        sequence: number;
      };
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      type: 'payment.refund_withdrawn';
    };
    PayOrder: {
      /** @description What was paid, in minor units; checked against the order's amount. */
      amount?: number;
      /** @description The payment attempt that succeeded. It need not be open any more: a lapsed one may pay, too. */
      attemptId?: string;
      /** @description Your payment provider's id of the payment. Repeating it changes nothing. */
      paymentReference?: string;
    };
    PlacedOrder: {
      /** @description In minor units of the currency. */
      amount: number;
      cancelledAt: string | null;
      cancelReason: ('expired' | 'customer' | 'backend') | null;
      /** Format: date-time */
      createdAt: string;
      /** @description ISO 4217. */
      currency: string;
      /** @description The customer the order belongs to; null if the backend gave none. */
      customerId: string | null;
      /**
       * Format: date-time
       * @description The deadline that decides: `payBy`, or later while a payment attempt holds the order. From this instant on the order can no longer be paid.
       */
      expiresAt: string;
      /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
      id: string;
      items: components['schemas']['OrderItem'][];
      metadata: {
        [key: string]: string | number | boolean | null;
      };
      paidAt: string | null;
      /**
       * Format: date-time
       * @description The order's own deadline: when it was placed, plus its payment window and all extensions.
       */
      payBy: string;
      /** @description Whether a payment attempt is open. */
      paymentInProgress: boolean;
      /** @description The shop's own number for the order. */
      reference: string | null;
      /** @description What must still be refunded of refused payments, in minor units; 0 if nothing. */
      refundDueAmount: number;
      /** @description Milliseconds left to pay, by the database's clock; 0 from the deadline on, and once the order is paid or cancelled. */
      remainingMs: number;
      /** @enum {string} */
      status: 'pending' | 'paid' | 'cancelled';
      /** @description Counts the changes of the order: it is the `sequence` of its latest event. */
      version: number;
      /** @description Lets a browser read this order, its countdown and its stream, and nothing else: send it as `?token=`. */
      viewToken: string;
    };
    PlaceOrder: {
      /** @description In minor units of the currency. If there are items, it must equal their sum. */
      amount: number;
      /** @description ISO 4217, in upper case. */
      currency: string;
      /** @description The customer the order belongs to. A customer may leave it out or give its own id; a backend may give any. */
      customerId?: string;
      /** @description Seconds until the payment deadline. Default: the service's own window, usually 30 minutes. */
      expiresInSeconds?: number;
      /** @default [] */
      items?: components['schemas']['PlaceOrderItem'][];
      /** @description Data of your own, stored with the order and returned with it. */
      metadata?: {
        [key: string]: string | '' | number | boolean | null;
      };
      /** @description Your own number for the order; it need not be unique. */
      reference?: string;
    };
    PlaceOrderItem: {
      /** @description A name for people to read. */
      name?: string;
      quantity: number;
      /** @description Stock keeping unit: your identifier of the product. */
      sku: string;
      /** @description The price of one unit, in minor units. */
      unitAmount: number;
    };
    Problem: {
      /**
       * @description What programs branch on.
       * @enum {string}
       */
      code:
        | 'malformed_json'
        | 'invalid_parameter'
        | 'unauthenticated'
        | 'forbidden'
        | 'order_not_found'
        | 'refund_not_found'
        | 'not_found'
        | 'method_not_allowed'
        | 'order_expired'
        | 'order_cancelled'
        | 'order_already_paid'
        | 'payment_in_progress'
        | 'payment_attempt_closed'
        | 'too_many_payment_attempts'
        | 'webhook_endpoint_disabled'
        | 'too_many_resends'
        | 'cursor_expired'
        | 'refund_already_recorded'
        | 'payload_too_large'
        | 'unsupported_media_type'
        | 'misdirected_request'
        | 'validation_failed'
        | 'idempotency_key_reused'
        | 'amount_mismatch'
        | 'rate_limited'
        | 'too_many_refused_payments'
        | 'internal_error'
        | 'overloaded'
        | 'unavailable';
      /** @description What was wrong with this request, for the developer who sent it. */
      detail: string;
      /** @description Every fault, with its place. */
      errors?: {
        message: string;
        /** @description Where: `items.0.quantity`. Empty for the whole of it. */
        path: string;
      }[];
      /** @description The path of the request. */
      instance: string;
      status: number;
      title: string;
      /** @description The address of a page about this kind of problem. */
      type: string;
    };
    ProblemKind: {
      /**
       * @description What programs branch on.
       * @enum {string}
       */
      code:
        | 'malformed_json'
        | 'invalid_parameter'
        | 'unauthenticated'
        | 'forbidden'
        | 'order_not_found'
        | 'refund_not_found'
        | 'not_found'
        | 'method_not_allowed'
        | 'order_expired'
        | 'order_cancelled'
        | 'order_already_paid'
        | 'payment_in_progress'
        | 'payment_attempt_closed'
        | 'too_many_payment_attempts'
        | 'webhook_endpoint_disabled'
        | 'too_many_resends'
        | 'cursor_expired'
        | 'refund_already_recorded'
        | 'payload_too_large'
        | 'unsupported_media_type'
        | 'misdirected_request'
        | 'validation_failed'
        | 'idempotency_key_reused'
        | 'amount_mismatch'
        | 'rate_limited'
        | 'too_many_refused_payments'
        | 'internal_error'
        | 'overloaded'
        | 'unavailable';
      /** @description What it means and what to do about it. */
      description: string;
      status: number;
      title: string;
      /** @description The address of a page about this kind of problem. */
      type: string;
    };
    Readiness: {
      /** @enum {string} */
      postgres: 'up' | 'down';
      /**
       * @description `none`: Postgres holds the queues, too.
       * @enum {string}
       */
      redis: 'up' | 'down' | 'none';
      /** @enum {string} */
      status: 'ready' | 'degraded' | 'unavailable' | 'stopping';
    };
    RecordRefund: {
      /** @description Your payment provider's id of the refund. It can be added later, and not be changed. */
      refundReference?: string;
    };
    Refund: {
      /** @description In minor units of the currency. */
      amount: number;
      /**
       * Format: date-time
       * @description When the payment was refused.
       */
      createdAt: string;
      /** @description ISO 4217. */
      currency: string;
      /** @description The id of the refund: a TypeID, `rfd_` and a UUIDv7 in base32. */
      id: string;
      /**
       * @description The id of the order.
       * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
       */
      orderId: string;
      /** @description The payment provider's id of the payment. */
      paymentReference: string;
      /**
       * @description Why the money must be refunded: it came too `late`, the order was already paid (`duplicate`), or it is not the order's `amount`.
       * @enum {string}
       */
      reason: 'late' | 'duplicate' | 'amount';
      /** @description When the refund was reported as made; null: it is due. */
      refundedAt: string | null;
      /** @description The payment provider's id of the refund; null if none was given. */
      refundReference: string | null;
      /**
       * @description `due` until it is reported as made.
       * @enum {string}
       */
      status: 'due' | 'refunded';
    };
    RefundPage: {
      /** @description Newest first. */
      data: components['schemas']['Refund'][];
      /** @description Use it to get the next page; null on the last one. */
      nextCursor: string | null;
    };
    RegisteredWebhook: {
      /** Format: date-time */
      createdAt: string;
      description: string | null;
      /** @description When the service disabled it, because nothing but failures had occurred for five days; or null. */
      disabledAt: string | null;
      /** @description Why the service disabled it, with the last error; or null. */
      disabledReason: string | null;
      enabled: boolean;
      /** @description The types of events to send; null: all, including future types. */
      events: string[] | null;
      id: string;
      /** @description The key to verify signatures with. It is shown only once: store it. */
      secret: string;
      url: string;
    };
    RegisterWebhook: {
      /** @description A note for people to read. */
      description?: string;
      /**
       * @description Whether events are sent to it.
       * @default true
       */
      enabled?: boolean;
      /** @description The types of events to send. Default: all, including future types. */
      events?: (
        | 'order.placed'
        | 'order.expiring'
        | 'order.extended'
        | 'order.updated'
        | 'order.advanced'
        | 'order.payment_started'
        | 'order.payment_failed'
        | 'order.paid'
        | 'order.cancelled'
        | 'payment.refund_required'
        | 'payment.refund_withdrawn'
        | 'customer.erased'
        | 'payment.refunded'
      )[];
      /** @description Where to POST the events. In production it must be an `https` URL on the public internet: a private address, or a name that resolves to one, is refused, now and at each delivery. So are ports of other protocols, such as 25 or 6379. */
      url: string;
    };
    ResendWebhookDeliveries: {
      /**
       * Format: date-time
       * @description RFC 3339, at most 30 days ago: events from this instant on are sent again.
       */
      since: string;
      /** @description The types of events to send again. Default: all. */
      types?: (
        | 'order.placed'
        | 'order.expiring'
        | 'order.extended'
        | 'order.updated'
        | 'order.advanced'
        | 'order.payment_started'
        | 'order.payment_failed'
        | 'order.paid'
        | 'order.cancelled'
        | 'payment.refund_required'
        | 'payment.refund_withdrawn'
        | 'customer.erased'
        | 'payment.refunded'
      )[];
    };
    ResentWebhookDeliveries: {
      /** @description How many deliveries will be sent again. */
      count: number;
    };
    RotatedWebhook: {
      /** Format: date-time */
      createdAt: string;
      description: string | null;
      /** @description When the service disabled it, because nothing but failures had occurred for five days; or null. */
      disabledAt: string | null;
      /** @description Why the service disabled it, with the last error; or null. */
      disabledReason: string | null;
      enabled: boolean;
      /** @description The types of events to send; null: all, including future types. */
      events: string[] | null;
      id: string;
      /** @description Until when messages are signed with the secret of before, too; null: they are not. */
      previousSecretExpiresAt: string | null;
      /** @description The key to verify signatures with. It is shown only once: store it. */
      secret: string;
      url: string;
    };
    RotateWebhookSecret: {
      /**
       * @description How long the secret of before signs, too. 0: it ends at once.
       * @default 86400
       */
      overlapSeconds?: number;
    };
    StartPayment: {
      /** @description The payment provider, such as `stripe`. */
      provider?: string;
      /** @description The provider's id of the attempt, such as a payment intent or a checkout session. */
      reference?: string;
    };
    Timeline: {
      /** @description Oldest first. */
      data: components['schemas']['OrderEvent'][];
      /** @description Only with `limit` or `cursor`: use it to get the next page; null on the last one, as far as it has come. */
      nextCursor?: string | null;
    };
    UpdateOrder: {
      /** @description In minor units. If the order has items then, it must equal their sum. */
      amount?: number;
      /** @description All of them: they replace those before. */
      items?: components['schemas']['PlaceOrderItem'][];
      /** @description Data of your own, stored with the order and returned with it. */
      metadata?: {
        [key: string]: string | '' | number | boolean | null;
      };
      /** @description Your own number for the order; null removes it. */
      reference?: string | null;
    };
    UpdateWebhook: {
      /** @description A note for people to read; null: none. */
      description?: string | null;
      /** @description Whether events are sent to it. `true` also clears `disabledAt` and `disabledReason`, and sends what waits at once. */
      enabled?: boolean;
      /** @description The types of events to send from now on; null: all, including future types. */
      events?:
        | (
            | 'order.placed'
            | 'order.expiring'
            | 'order.extended'
            | 'order.updated'
            | 'order.advanced'
            | 'order.payment_started'
            | 'order.payment_failed'
            | 'order.paid'
            | 'order.cancelled'
            | 'payment.refund_required'
            | 'payment.refund_withdrawn'
            | 'customer.erased'
            | 'payment.refunded'
          )[]
        | null;
      /** @description Where to POST the events. In production it must be an `https` URL on the public internet: a private address, or a name that resolves to one, is refused, now and at each delivery. So are ports of other protocols, such as 25 or 6379. */
      url?: string;
    };
    ViewToken: {
      /**
       * Format: date-time
       * @description From this instant on the token is not valid.
       */
      expiresAt: string;
      /** @description Lets a browser read this order, its countdown and its stream, and nothing else: send it as `?token=`. */
      viewToken: string;
    };
    WebhookDelivery: {
      attempts: number;
      /** Format: date-time */
      createdAt: string;
      /** @description Why the last attempt failed; null: it did not. */
      error: string | null;
      /** @description The `webhook-id` header: the same in every attempt. */
      eventId: string;
      /** @description Also the id of its job in the dashboard. */
      id: string;
      lastAttemptAt: string | null;
      /** @description Null if no attempt is due. */
      nextAttemptAt: string | null;
      /** @description Null for a ping. */
      orderId: string | null;
      /** @description The first kilobyte of that response. */
      responseBody: string | null;
      /** @description The HTTP status of the last attempt; null: no response. */
      responseStatus: number | null;
      /** @description The event's position in the order's timeline. Null for a ping. */
      sequence: number | null;
      /**
       * @description `failed`: every attempt has failed. It can be sent again.
       * @enum {string}
       */
      status: 'pending' | 'delivered' | 'failed';
      /** @description The type of the event, or `webhook.ping`. */
      type: string;
    };
    WebhookDeliveryPage: {
      /** @description Newest first. */
      data: components['schemas']['WebhookDelivery'][];
      /** @description Use it to get the next page; null on the last one. */
      nextCursor: string | null;
    };
    WebhookEndpoint: {
      /** Format: date-time */
      createdAt: string;
      description: string | null;
      /** @description When the service disabled it, because nothing but failures had occurred for five days; or null. */
      disabledAt: string | null;
      /** @description Why the service disabled it, with the last error; or null. */
      disabledReason: string | null;
      enabled: boolean;
      /** @description The types of events to send; null: all, including future types. */
      events: string[] | null;
      id: string;
      url: string;
    };
    WebhookEndpointList: {
      /** @description Oldest first. */
      data: components['schemas']['WebhookEndpoint'][];
      /** @description Always null: all endpoints fit on one page. */
      nextCursor: null;
    };
    WebhookPingMessage: {
      data: Record<string, never>;
      /** Format: date-time */
      timestamp: string;
      /** @constant */
      type: 'webhook.ping';
    };
  };
  responses: never;
  parameters: {
    /**
     * @description The id of the order.
     * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
     */
    OrderId: string;
    /** @description The order's `viewToken`, instead of a bearer token. */
    ViewToken: string;
  };
  requestBodies: never;
  headers: {
    /**
     * @description An earlier request with the same `Idempotency-Key` and body did what this one asks for.
     * @example true
     */
    'Idempotency-Replayed': 'true';
    /**
     * @description The address of what was created.
     * @example /v1/orders/ord_01jdkz3y8re0fv2x9k7q5m4n6p
     */
    Location: string;
    /**
     * @description Requests left (`r`) and seconds until the window resets (`t`); see draft-ietf-httpapi-ratelimit-headers.
     * @example "600-in-1min"; r=599; t=60
     */
    RateLimit: string;
    /**
     * @description Requests allowed per caller (`q`) in each window of `w` seconds.
     * @example "600-in-1min"; q=600; w=60; pk=:NWYzYzM0YzU5ZjE4:
     */
    'RateLimit-Policy': string;
    /**
     * @description Seconds to wait before trying again.
     * @example 1
     */
    'Retry-After': string;
    /**
     * @description How to authenticate (RFC 6750).
     * @example Bearer realm="order-countdown"
     */
    'WWW-Authenticate': string;
    /**
     * @description The id of the request in our log: the `X-Request-Id` that was sent, or a new one.
     * @example 0b5c2f1e-6b1f-4c8e-9d3a-2f7d1f0a9c11
     */
    'X-Request-Id': string;
  };
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  getDocs: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The page. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'text/html': unknown;
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
    };
  };
  getLiveness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is alive. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Liveness'];
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
    };
  };
  getReadiness: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Send requests. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Readiness'];
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description Send requests elsewhere. */
      503: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Readiness'];
        };
      };
    };
  };
  getMetrics: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Prometheus' text format. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'text/plain': unknown;
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
    };
  };
  getOpenApi: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description This description. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': unknown;
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
    };
  };
  getProblemKind: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The `code` of a problem.
         * @example order_expired
         */
        code: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description What it means and what to do about it. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProblemKind'];
          'text/html': unknown;
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `not_found`: Not found. */
      404: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
    };
  };
  eraseCustomer: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the customer.
         * @example cus_42
         */
        customerId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The customer is forgotten, or will be. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ErasedCustomer'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  listEvents: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the previous page. Default: begin at the oldest event. */
        after?: string;
        /** @description The most events to return. */
        limit?: number;
        /**
         * @description Only events of these types, separated by commas: `order.placed`, `order.expiring`, `order.extended`, `order.updated`, `order.advanced`, `order.payment_started`, `order.payment_failed`, `order.paid`, `order.cancelled`, `payment.refund_required`, `payment.refund_withdrawn`, `customer.erased`, `payment.refunded`. Default: all, including future types.
         * @example order.paid,order.cancelled
         */
        types?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of events. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EventPage'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `cursor_expired`: The cursor has expired. */
      410: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'cursor_expired';
            /** @constant */
            status: 410;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  listOrders: {
    parameters: {
      query?: {
        /** @description Only orders that were placed later than this. */
        createdAfter?: string;
        /** @description Only orders that were placed earlier than this. */
        createdBefore?: string;
        /** @description The `nextCursor` of the previous page, with the same filters. */
        cursor?: string;
        /** @description Only this customer's orders. A customer only ever sees its own. */
        customerId?: string;
        /** @description Only orders whose deadline is later than this. Only with `status=pending`. */
        expiresAfter?: string;
        /** @description Only orders whose deadline is earlier than this. Only with `status=pending`. */
        expiresBefore?: string;
        /** @description The most orders to return. Beyond 20, large orders may make it fewer. */
        limit?: number;
        /** @description Only orders with a payment of this reference, whether it was kept or refused. */
        paymentReference?: string;
        /** @description Only orders with this number of your own. */
        reference?: string;
        /** @description Only orders with a refund that is due. */
        refundDue?: 'true';
        /** @description Only orders with this status. */
        status?: 'pending' | 'paid' | 'cancelled';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of orders. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrderPage'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  placeOrder: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own key for this request, stored with the order: 1 to 255 printable ASCII characters. Each customer has its own keys.
         * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['PlaceOrder'];
      };
    };
    responses: {
      /** @description The order, placed now or by an earlier request with the same `Idempotency-Key`. */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          Location: components['headers']['Location'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlacedOrder'];
        };
      };
      /**
       * @description `malformed_json`: Request body is not valid JSON.
       *
       *     `invalid_parameter`: Invalid request parameter.
       */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'malformed_json' | 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `payload_too_large`: Request body is too large. */
      413: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'payload_too_large';
            /** @constant */
            status: 413;
          };
        };
      };
      /** @description `unsupported_media_type`: Request body must be JSON. */
      415: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unsupported_media_type';
            /** @constant */
            status: 415;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /**
       * @description `idempotency_key_reused`: Idempotency-Key was used for a different request.
       *
       *     `validation_failed`: Request body failed validation.
       */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'idempotency_key_reused' | 'validation_failed';
            /** @constant */
            status: 422;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  getOrder: {
    parameters: {
      query?: {
        /** @description The order's `viewToken`, instead of a bearer token. */
        token?: components['parameters']['ViewToken'];
      };
      header?: never;
      path: {
        /**
         * @description The id of the order.
         * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        id: components['parameters']['OrderId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The order. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `order_not_found`: Order not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  updateOrder: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the order.
         * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        id: components['parameters']['OrderId'];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['UpdateOrder'];
      };
    };
    responses: {
      /** @description The order. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /**
       * @description `invalid_parameter`: Invalid request parameter.
       *
       *     `malformed_json`: Request body is not valid JSON.
       */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter' | 'malformed_json';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `order_not_found`: Order not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /**
       * @description `order_expired`: The payment deadline has passed.
       *
       *     `order_cancelled`: The order is cancelled.
       *
       *     `order_already_paid`: The order is already paid.
       *
       *     `payment_in_progress`: A payment is in progress.
       */
      409: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_expired' | 'order_cancelled' | 'order_already_paid' | 'payment_in_progress';
            /** @constant */
            status: 409;
          };
        };
      };
      /** @description `payload_too_large`: Request body is too large. */
      413: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'payload_too_large';
            /** @constant */
            status: 413;
          };
        };
      };
      /** @description `unsupported_media_type`: Request body must be JSON. */
      415: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unsupported_media_type';
            /** @constant */
            status: 415;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `validation_failed`: Request body failed validation. */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'validation_failed';
            /** @constant */
            status: 422;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  cancelOrder: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the order.
         * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        id: components['parameters']['OrderId'];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['CancelOrder'];
      };
    };
    responses: {
      /** @description The cancelled order. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /**
       * @description `invalid_parameter`: Invalid request parameter.
       *
       *     `malformed_json`: Request body is not valid JSON.
       */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter' | 'malformed_json';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `order_not_found`: Order not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `order_already_paid`: The order is already paid. */
      409: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_already_paid';
            /** @constant */
            status: 409;
          };
        };
      };
      /** @description `payload_too_large`: Request body is too large. */
      413: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'payload_too_large';
            /** @constant */
            status: 413;
          };
        };
      };
      /** @description `unsupported_media_type`: Request body must be JSON. */
      415: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unsupported_media_type';
            /** @constant */
            status: 415;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `validation_failed`: Request body failed validation. */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'validation_failed';
            /** @constant */
            status: 422;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  getCountdown: {
    parameters: {
      query?: {
        /** @description The order's `viewToken`, instead of a bearer token. */
        token?: components['parameters']['ViewToken'];
      };
      header?: never;
      path: {
        /**
         * @description The id of the order.
         * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        id: components['parameters']['OrderId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The time left. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Countdown'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `order_not_found`: Order not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  listOrderEvents: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the previous page. */
        cursor?: string;
        /** @description The most events to return; 20 if there is only a `cursor`. Without both, all events are returned. */
        limit?: number;
      };
      header?: never;
      path: {
        /**
         * @description The id of the order.
         * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        id: components['parameters']['OrderId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The timeline. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Timeline'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `order_not_found`: Order not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  extendOrder: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own key for this request: 1 to 255 printable ASCII characters. Each caller has its own keys.
         * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description The id of the order.
         * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        id: components['parameters']['OrderId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ExtendOrder'];
      };
    };
    responses: {
      /** @description The order with its new deadline. */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /**
       * @description `invalid_parameter`: Invalid request parameter.
       *
       *     `malformed_json`: Request body is not valid JSON.
       */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter' | 'malformed_json';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `order_not_found`: Order not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /**
       * @description `order_expired`: The payment deadline has passed.
       *
       *     `order_cancelled`: The order is cancelled.
       *
       *     `order_already_paid`: The order is already paid.
       */
      409: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_expired' | 'order_cancelled' | 'order_already_paid';
            /** @constant */
            status: 409;
          };
        };
      };
      /** @description `payload_too_large`: Request body is too large. */
      413: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'payload_too_large';
            /** @constant */
            status: 413;
          };
        };
      };
      /** @description `unsupported_media_type`: Request body must be JSON. */
      415: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unsupported_media_type';
            /** @constant */
            status: 415;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /**
       * @description `idempotency_key_reused`: Idempotency-Key was used for a different request.
       *
       *     `validation_failed`: Request body failed validation.
       */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'idempotency_key_reused' | 'validation_failed';
            /** @constant */
            status: 422;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  payOrder: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the order.
         * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        id: components['parameters']['OrderId'];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['PayOrder'];
      };
    };
    responses: {
      /** @description The paid order. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /**
       * @description `invalid_parameter`: Invalid request parameter.
       *
       *     `malformed_json`: Request body is not valid JSON.
       */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter' | 'malformed_json';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `order_not_found`: Order not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /**
       * @description `order_expired`: The payment deadline has passed.
       *
       *     `order_cancelled`: The order is cancelled.
       *
       *     `order_already_paid`: The order is already paid.
       */
      409: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_expired' | 'order_cancelled' | 'order_already_paid';
            /** @constant */
            status: 409;
          };
        };
      };
      /** @description `payload_too_large`: Request body is too large. */
      413: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'payload_too_large';
            /** @constant */
            status: 413;
          };
        };
      };
      /** @description `unsupported_media_type`: Request body must be JSON. */
      415: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unsupported_media_type';
            /** @constant */
            status: 415;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /**
       * @description `amount_mismatch`: The amount does not match the order.
       *
       *     `validation_failed`: Request body failed validation.
       */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'amount_mismatch' | 'validation_failed';
            /** @constant */
            status: 422;
          };
        };
      };
      /**
       * @description `too_many_refused_payments`: Too many refused payments.
       *
       *     `rate_limited`: Too many requests.
       */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'too_many_refused_payments' | 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  listPaymentAttempts: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the order.
         * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        id: components['parameters']['OrderId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The attempts. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PaymentAttemptList'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `order_not_found`: Order not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  startPayment: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own key for this request: 1 to 255 printable ASCII characters. Each caller has its own keys.
         * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description The id of the order.
         * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        id: components['parameters']['OrderId'];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['StartPayment'];
      };
    };
    responses: {
      /** @description An open attempt with the same provider and reference. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PaymentAttempt'];
        };
      };
      /** @description The attempt, which is open. */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PaymentAttempt'];
        };
      };
      /**
       * @description `invalid_parameter`: Invalid request parameter.
       *
       *     `malformed_json`: Request body is not valid JSON.
       */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter' | 'malformed_json';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `order_not_found`: Order not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /**
       * @description `order_expired`: The payment deadline has passed.
       *
       *     `order_cancelled`: The order is cancelled.
       *
       *     `order_already_paid`: The order is already paid.
       *
       *     `too_many_payment_attempts`: Too many payment attempts.
       */
      409: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_expired' | 'order_cancelled' | 'order_already_paid' | 'too_many_payment_attempts';
            /** @constant */
            status: 409;
          };
        };
      };
      /** @description `payload_too_large`: Request body is too large. */
      413: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'payload_too_large';
            /** @constant */
            status: 413;
          };
        };
      };
      /** @description `unsupported_media_type`: Request body must be JSON. */
      415: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unsupported_media_type';
            /** @constant */
            status: 415;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /**
       * @description `idempotency_key_reused`: Idempotency-Key was used for a different request.
       *
       *     `validation_failed`: Request body failed validation.
       */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'idempotency_key_reused' | 'validation_failed';
            /** @constant */
            status: 422;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  failPayment: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the payment attempt.
         * @example pat_01jdkz4b2xf6ya7c9m3r8v5w1t
         */
        attemptId: string;
        /**
         * @description The id of the order.
         * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        id: components['parameters']['OrderId'];
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['FailPayment'];
      };
    };
    responses: {
      /** @description The failed attempt. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PaymentAttempt'];
        };
      };
      /**
       * @description `invalid_parameter`: Invalid request parameter.
       *
       *     `malformed_json`: Request body is not valid JSON.
       */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter' | 'malformed_json';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /**
       * @description `order_not_found`: Order not found.
       *
       *     `not_found`: Not found.
       */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_not_found' | 'not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `payment_attempt_closed`: The payment attempt is closed. */
      409: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'payment_attempt_closed';
            /** @constant */
            status: 409;
          };
        };
      };
      /** @description `payload_too_large`: Request body is too large. */
      413: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'payload_too_large';
            /** @constant */
            status: 413;
          };
        };
      };
      /** @description `unsupported_media_type`: Request body must be JSON. */
      415: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unsupported_media_type';
            /** @constant */
            status: 415;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `validation_failed`: Request body failed validation. */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'validation_failed';
            /** @constant */
            status: 422;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  streamOrder: {
    parameters: {
      query?: {
        /** @description The order's `viewToken`, instead of a bearer token. */
        token?: components['parameters']['ViewToken'];
      };
      header?: {
        /**
         * @description The `id` of the last event received. Browsers send it by themselves when they reconnect.
         * @example 1
         */
        'Last-Event-ID'?: string;
      };
      path: {
        /**
         * @description The id of the order.
         * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        id: components['parameters']['OrderId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The stream. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': unknown;
        };
      };
      /** @description The order is paid or cancelled, and the client has missed nothing. */
      204: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `order_not_found`: Order not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  createViewToken: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the order.
         * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        id: components['parameters']['OrderId'];
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A token for this order alone, valid for 37 days. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ViewToken'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `order_not_found`: Order not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  listRefunds: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the previous page. */
        cursor?: string;
        /** @description Only the refunds of this customer's orders. */
        customerId?: string;
        /** @description The most refunds to return. */
        limit?: number;
        /**
         * @description Only the refunds of this order.
         * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        orderId?: string;
        /** @description Only refunds for this reason. */
        reason?: 'late' | 'duplicate' | 'amount';
        /** @description Only refunds with this status. */
        status?: 'due' | 'refunded';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of refunds. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RefundPage'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  getRefund: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the refund.
         * @example rfd_01jdkz4c5te0fv2x9k7q5m4n6p
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The refund. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refund'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `refund_not_found`: Refund not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'refund_not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  recordRefund: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the refund.
         * @example rfd_01jdkz4c5te0fv2x9k7q5m4n6p
         */
        id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['RecordRefund'];
      };
    };
    responses: {
      /** @description The refund that was made. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Refund'];
        };
      };
      /**
       * @description `invalid_parameter`: Invalid request parameter.
       *
       *     `malformed_json`: Request body is not valid JSON.
       */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter' | 'malformed_json';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `refund_not_found`: Refund not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'refund_not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `refund_already_recorded`: The refund was recorded with another reference. */
      409: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'refund_already_recorded';
            /** @constant */
            status: 409;
          };
        };
      };
      /** @description `payload_too_large`: Request body is too large. */
      413: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'payload_too_large';
            /** @constant */
            status: 413;
          };
        };
      };
      /** @description `unsupported_media_type`: Request body must be JSON. */
      415: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unsupported_media_type';
            /** @constant */
            status: 415;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `validation_failed`: Request body failed validation. */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'validation_failed';
            /** @constant */
            status: 422;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  advanceOrder: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own key for this request: 1 to 255 printable ASCII characters. Each caller has its own keys.
         * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description The id of the order.
         * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        id: components['parameters']['OrderId'];
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AdvanceOrder'];
      };
    };
    responses: {
      /** @description The order with its new deadline. */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Order'];
        };
      };
      /**
       * @description `invalid_parameter`: Invalid request parameter.
       *
       *     `malformed_json`: Request body is not valid JSON.
       */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter' | 'malformed_json';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `order_not_found`: Order not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /**
       * @description `order_expired`: The payment deadline has passed.
       *
       *     `order_cancelled`: The order is cancelled.
       *
       *     `order_already_paid`: The order is already paid.
       */
      409: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'order_expired' | 'order_cancelled' | 'order_already_paid';
            /** @constant */
            status: 409;
          };
        };
      };
      /** @description `payload_too_large`: Request body is too large. */
      413: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'payload_too_large';
            /** @constant */
            status: 413;
          };
        };
      };
      /** @description `unsupported_media_type`: Request body must be JSON. */
      415: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unsupported_media_type';
            /** @constant */
            status: 415;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /**
       * @description `idempotency_key_reused`: Idempotency-Key was used for a different request.
       *
       *     `validation_failed`: Request body failed validation.
       */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'idempotency_key_reused' | 'validation_failed';
            /** @constant */
            status: 422;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  listWebhookEndpoints: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The endpoints. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpointList'];
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  registerWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own key for this request: 1 to 255 printable ASCII characters. Each caller has its own keys.
         * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
         */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RegisterWebhook'];
      };
    };
    responses: {
      /** @description The endpoint, with its secret. */
      201: {
        headers: {
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          Location: components['headers']['Location'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RegisteredWebhook'];
        };
      };
      /**
       * @description `malformed_json`: Request body is not valid JSON.
       *
       *     `invalid_parameter`: Invalid request parameter.
       */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'malformed_json' | 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `not_found`: Not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `payload_too_large`: Request body is too large. */
      413: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'payload_too_large';
            /** @constant */
            status: 413;
          };
        };
      };
      /** @description `unsupported_media_type`: Request body must be JSON. */
      415: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unsupported_media_type';
            /** @constant */
            status: 415;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /**
       * @description `idempotency_key_reused`: Idempotency-Key was used for a different request.
       *
       *     `validation_failed`: Request body failed validation.
       */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'idempotency_key_reused' | 'validation_failed';
            /** @constant */
            status: 422;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  getWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the endpoint.
         * @example whe_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        endpointId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The endpoint. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `not_found`: Not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  removeWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the endpoint.
         * @example whe_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        endpointId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The endpoint is removed. */
      204: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `not_found`: Not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  updateWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the endpoint.
         * @example whe_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        endpointId: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['UpdateWebhook'];
      };
    };
    responses: {
      /** @description The endpoint after the change. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookEndpoint'];
        };
      };
      /**
       * @description `invalid_parameter`: Invalid request parameter.
       *
       *     `malformed_json`: Request body is not valid JSON.
       */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter' | 'malformed_json';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `not_found`: Not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `payload_too_large`: Request body is too large. */
      413: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'payload_too_large';
            /** @constant */
            status: 413;
          };
        };
      };
      /** @description `unsupported_media_type`: Request body must be JSON. */
      415: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unsupported_media_type';
            /** @constant */
            status: 415;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `validation_failed`: Request body failed validation. */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'validation_failed';
            /** @constant */
            status: 422;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  listWebhookDeliveries: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the previous page. */
        cursor?: string;
        /** @description The most deliveries to return. */
        limit?: number;
        /** @description Only deliveries with this status. */
        status?: 'pending' | 'delivered' | 'failed';
      };
      header?: never;
      path: {
        /**
         * @description The id of the endpoint.
         * @example whe_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        endpointId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page of deliveries. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDeliveryPage'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `not_found`: Not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  getWebhookDelivery: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /**
         * @description The id of the delivery.
         * @example whd_3kd8pz1qwe9v0tt4h2n7m5x6ya
         */
        deliveryId: string;
        /**
         * @description The id of the endpoint.
         * @example whe_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        endpointId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The delivery. */
      200: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AttemptedWebhookDelivery'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `not_found`: Not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  resendWebhookDelivery: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own key for this request: 1 to 255 printable ASCII characters. Each caller has its own keys.
         * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description The id of the delivery.
         * @example whd_3kd8pz1qwe9v0tt4h2n7m5x6ya
         */
        deliveryId: string;
        /**
         * @description The id of the endpoint.
         * @example whe_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        endpointId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It will be sent. Read the delivery for the result. */
      202: {
        headers: {
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDelivery'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `not_found`: Not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `webhook_endpoint_disabled`: The webhook endpoint is disabled. */
      409: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'webhook_endpoint_disabled';
            /** @constant */
            status: 409;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `idempotency_key_reused`: Idempotency-Key was used for a different request. */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'idempotency_key_reused';
            /** @constant */
            status: 422;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  resendWebhookDeliveries: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own key for this request: 1 to 255 printable ASCII characters. Each caller has its own keys.
         * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description The id of the endpoint.
         * @example whe_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        endpointId: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ResendWebhookDeliveries'];
      };
    };
    responses: {
      /** @description They will be sent. */
      202: {
        headers: {
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ResentWebhookDeliveries'];
        };
      };
      /**
       * @description `invalid_parameter`: Invalid request parameter.
       *
       *     `malformed_json`: Request body is not valid JSON.
       */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter' | 'malformed_json';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `not_found`: Not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /**
       * @description `webhook_endpoint_disabled`: The webhook endpoint is disabled.
       *
       *     `too_many_resends`: Too many resends at once.
       */
      409: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'webhook_endpoint_disabled' | 'too_many_resends';
            /** @constant */
            status: 409;
          };
        };
      };
      /** @description `payload_too_large`: Request body is too large. */
      413: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'payload_too_large';
            /** @constant */
            status: 413;
          };
        };
      };
      /** @description `unsupported_media_type`: Request body must be JSON. */
      415: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unsupported_media_type';
            /** @constant */
            status: 415;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /**
       * @description `idempotency_key_reused`: Idempotency-Key was used for a different request.
       *
       *     `validation_failed`: Request body failed validation.
       */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'idempotency_key_reused' | 'validation_failed';
            /** @constant */
            status: 422;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  rotateWebhookSecret: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own key for this request: 1 to 255 printable ASCII characters. Each caller has its own keys.
         * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description The id of the endpoint.
         * @example whe_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        endpointId: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['RotateWebhookSecret'];
      };
    };
    responses: {
      /** @description The endpoint, with its new secret. */
      200: {
        headers: {
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RotatedWebhook'];
        };
      };
      /**
       * @description `invalid_parameter`: Invalid request parameter.
       *
       *     `malformed_json`: Request body is not valid JSON.
       */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter' | 'malformed_json';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `not_found`: Not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `payload_too_large`: Request body is too large. */
      413: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'payload_too_large';
            /** @constant */
            status: 413;
          };
        };
      };
      /** @description `unsupported_media_type`: Request body must be JSON. */
      415: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unsupported_media_type';
            /** @constant */
            status: 415;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /**
       * @description `idempotency_key_reused`: Idempotency-Key was used for a different request.
       *
       *     `validation_failed`: Request body failed validation.
       */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'idempotency_key_reused' | 'validation_failed';
            /** @constant */
            status: 422;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  testWebhookEndpoint: {
    parameters: {
      query?: never;
      header?: {
        /**
         * @description Your own key for this request: 1 to 255 printable ASCII characters. Each caller has its own keys.
         * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
         */
        'Idempotency-Key'?: string;
      };
      path: {
        /**
         * @description The id of the endpoint.
         * @example whe_01jdkz3y8re0fv2x9k7q5m4n6p
         */
        endpointId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It will be sent. See the deliveries for the result. */
      202: {
        headers: {
          'Idempotency-Replayed': components['headers']['Idempotency-Replayed'];
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDelivery'];
        };
      };
      /** @description `invalid_parameter`: Invalid request parameter. */
      400: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'invalid_parameter';
            /** @constant */
            status: 400;
          };
        };
      };
      /** @description `unauthenticated`: Authentication required. */
      401: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'WWW-Authenticate': components['headers']['WWW-Authenticate'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'unauthenticated';
            /** @constant */
            status: 401;
          };
        };
      };
      /** @description `forbidden`: Permission denied. */
      403: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'forbidden';
            /** @constant */
            status: 403;
          };
        };
      };
      /** @description `not_found`: Not found. */
      404: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'not_found';
            /** @constant */
            status: 404;
          };
        };
      };
      /** @description `misdirected_request`: Host not served here. */
      421: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'misdirected_request';
            /** @constant */
            status: 421;
          };
        };
      };
      /** @description `idempotency_key_reused`: Idempotency-Key was used for a different request. */
      422: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'idempotency_key_reused';
            /** @constant */
            status: 422;
          };
        };
      };
      /** @description `rate_limited`: Too many requests. */
      429: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'rate_limited';
            /** @constant */
            status: 429;
          };
        };
      };
      /** @description `internal_error`: Internal error. */
      500: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'internal_error';
            /** @constant */
            status: 500;
          };
        };
      };
      /**
       * @description `overloaded`: Too many requests at once.
       *
       *     `unavailable`: Service temporarily unavailable.
       */
      503: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'Retry-After': components['headers']['Retry-After'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'] & {
            /** @enum {unknown} */
            code: 'overloaded' | 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
}
