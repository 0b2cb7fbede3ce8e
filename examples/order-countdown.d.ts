/* oxlint-disable */
/** The API's types, made of its own description by `pnpm openapi`. */
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
     * @description A page of our own: nothing on it comes from anywhere else.
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
     * Ask whether the process answers
     * @description It says nothing about Postgres or Redis: a restart would mend neither.
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
     * Ask whether orders can be decided
     * @description They can while Postgres answers. Without Redis the service is `degraded`: everything goes on, and overdue orders
     *     are cancelled a little later.
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
     * Read the metrics of this process
     * @description For Prometheus. Where `METRICS_TOKEN` is configured, it is asked for as `Authorization: Bearer …`; that is no
     *     token of a customer or a backend.
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
     * Read this description
     * @description OpenAPI 3.1. It may be cached for five minutes.
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
     * @description What the `type` of a problem points to. A browser gets a page, a program gets JSON.
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
  '/v1/orders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List orders, newest first
     * @description A customer sees its own orders; a backend sees all, or those of one `customerId`.
     *
     *     Ask for the next page with `cursor` set to the `nextCursor` of this one, until that is null. Orders that are placed
     *     meanwhile shift no page.
     */
    get: operations['listOrders'];
    put?: never;
    /**
     * Place an order
     * @description The order is `pending`, and its countdown begins. Paid before `expiresAt`, it is kept; unpaid at `expiresAt`, it
     *     is cancelled.
     *
     *     With `Idempotency-Key`, the same request can be sent again without placing a second order: it is answered with
     *     201, the order as it is by then, and `Idempotency-Replayed: true`. Of two at the same moment, too, one order
     *     comes.
     *
     *     A customer's order is always its own. A backend says whose it is by `customerId`.
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
     * Read an order
     * @description The order as the ledger has it now. Somebody else's order is not found.
     */
    get: operations['getOrder'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
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
     * @description A pending order becomes `cancelled`. A cancelled one stays as it is: 200, and nothing changes. A paid one can't be
     *     cancelled: `order_already_paid`.
     *
     *     `cancelReason` says who cancelled: `customer` or `backend`, by the token; `expired` from the deadline on.
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
     * See how long is left to pay
     * @description Cheap enough to be asked often. `remainingMs` is by the ledger's clock: a page that counts down from it is
     *     right whatever the shopper's own clock says.
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
     * Read what happened to an order
     * @description The order's timeline, oldest first. `sequence` counts from 1 without gaps. New types of events may come:
     *     pass over those that you don't know.
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
     * Give an order more time
     * @description While the order is pending and before `expiresAt`, the deadline moves by `seconds`, to at most 30 days from the order's
     *     creation. The countdown, the alarm and the reminder move with it.
     *
     *     From the deadline on: `order_expired`. On an order that is settled: `order_cancelled`, `order_already_paid`.
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
     * @description Before `expiresAt` the order becomes `paid`, and stays it.
     *
     *     - On a paid order, the same `paymentReference` again, or none, is answered with 200 and changes nothing; another one
     *       is a second payment and is refused: `order_already_paid`.
     *     - From `expiresAt` on: `order_expired`, even if the cancellation has not run yet.
     *     - On an order that was cancelled before its deadline: `order_cancelled`.
     *     - With an `amount` that is not the order's: `amount_mismatch`, and nothing changes.
     *
     *     A payment that is refused with 409 and has a `paymentReference` is recorded, and `payment.refund_required` is written to
     *     the timeline: once for each reference.
     */
    post: operations['payOrder'];
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
     * @description Server-sent events, as a browser's `EventSource` reads them. First comes `snapshot`: what the countdown says, with
     *     the order's `version`. Then comes each event of its timeline as it happens, under the name of its type. The stream ends
     *     when the order is paid or cancelled. The `id` of each is a `sequence`: whoever comes back with it is told what it missed,
     *     and is answered with 204 once there is nothing more to come.
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
     * Register an address for events
     * @description Every event of an order is sent there as a POST, signed as
     *     [Standard Webhooks](https://www.standardwebhooks.com) has it: verify `webhook-signature` with the `secret`, which is
     *     told here and never again.
     *
     *     The body is `{ type, timestamp, data }`, with `orderId`, `sequence` and what the event says in `data`. Answer with any
     *     2xx within 10 seconds; redirects are not followed. Whatever else comes is tried again ten times over about three days.
     *
     *     An event can come more than once, and events can overtake each other: pass over a `webhook-id` that you have seen, and
     *     order by `sequence`.
     *
     *     An address that leads to a private network is refused, as is a 101st endpoint: `validation_failed`.
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
     * Read an endpoint
     * @description Without its secret, which was told when it was registered.
     */
    get: operations['getWebhookEndpoint'];
    put?: never;
    post?: never;
    /**
     * Remove an endpoint
     * @description Nothing is sent there any more, what waits included. At most what is on its way still arrives.
     */
    delete: operations['removeWebhookEndpoint'];
    options?: never;
    head?: never;
    patch?: never;
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
     * See what became of deliveries
     * @description Newest first: what was sent, what is waiting to be sent again, and why. It goes back 30 days.
     *
     *     Ask for the next page with `cursor` set to the `nextCursor` of this one, until that is null.
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
     * @description An event of the type `webhook.ping` takes the way that all take: signed, recorded, and tried again.
     */
    post: operations['testWebhookEndpoint'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    CancelOrder: {
      /** @description In your words. It is kept in the order's timeline. */
      reason?: string;
    };
    Countdown: {
      /** Format: date-time */
      expiresAt: string;
      /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
      id: string;
      /** @description Milliseconds left to pay, by the ledger's clock; 0 from the deadline on and once it is settled. */
      remainingMs: number;
      /**
       * Format: date-time
       * @description The ledger's clock when it answered: set a shopper's countdown by it.
       */
      serverTime: string;
      /** @enum {string} */
      status: 'pending' | 'paid' | 'cancelled';
    };
    ExtendOrder: {
      seconds: number;
    };
    Liveness: {
      /** @constant */
      status: 'ok';
    };
    Order: {
      /** @description Minor units of the currency. */
      amount: number;
      cancelledAt: string | null;
      cancelReason: ('expired' | 'customer' | 'backend') | null;
      /** Format: date-time */
      createdAt: string;
      /** @description ISO 4217. */
      currency: string;
      /** @description Whose order it is; null where a backend named nobody. */
      customerId: string | null;
      /**
       * Format: date-time
       * @description The deadline. From this instant on the order can no longer be paid.
       */
      expiresAt: string;
      /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
      id: string;
      items: components['schemas']['OrderItem'][];
      metadata: {
        [key: string]: string | number | boolean | null;
      };
      paidAt: string | null;
      /** @description The shop's own number for the order. */
      reference: string | null;
      /** @description Milliseconds left to pay, by the ledger's clock; 0 from the deadline on and once it is settled. */
      remainingMs: number;
      /** @enum {string} */
      status: 'pending' | 'paid' | 'cancelled';
      /** @description Counts the changes of the order: the `sequence` of its latest event. */
      version: number;
    };
    OrderEvent:
      | {
          data: {
            /** @description Minor units of the currency. */
            amount: number;
            /** @description ISO 4217. */
            currency: string;
            /** @description Whose order it is; null where a backend named nobody. */
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
          type: 'order.extended';
        }
      | {
          data: {
            /** @description Minor units of the currency. */
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
          data: {
            note: string | null;
            /**
             * @description Who cancelled: the deadline, the customer, or the backend.
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
          data: {
            /** @description Minor units of the currency. */
            amount: number;
            /** @description ISO 4217. */
            currency: string;
            paymentReference: string;
            /**
             * @description Why the money has to be given back.
             * @enum {string}
             */
            reason: 'late' | 'duplicate';
          };
          /** Format: date-time */
          occurredAt: string;
          /** @description Counts from 1 in each order, without gaps. */
          sequence: number;
          /** @constant */
          type: 'payment.refund_required';
        };
    OrderItem: {
      /** @description For people. */
      name?: string;
      quantity: number;
      /** @description The stock keeping unit: your name for what is sold. */
      sku: string;
      /** @description What one costs, in minor units. */
      unitAmount: number;
    };
    OrderPage: {
      /** @description Newest first. */
      data: components['schemas']['Order'][];
      /** @description For the next page; null on the last one. */
      nextCursor: string | null;
    };
    PayOrder: {
      /** @description What was paid, in minor units, to be held against the order's amount. */
      amount?: number;
      /** @description What your payment provider calls this payment. The same one again changes nothing. */
      paymentReference?: string;
    };
    PlacedOrder: {
      /** @description Minor units of the currency. */
      amount: number;
      cancelledAt: string | null;
      cancelReason: ('expired' | 'customer' | 'backend') | null;
      /** Format: date-time */
      createdAt: string;
      /** @description ISO 4217. */
      currency: string;
      /** @description Whose order it is; null where a backend named nobody. */
      customerId: string | null;
      /**
       * Format: date-time
       * @description The deadline. From this instant on the order can no longer be paid.
       */
      expiresAt: string;
      /** @description A TypeID: `ord_` and a UUIDv7 in base32. */
      id: string;
      items: components['schemas']['OrderItem'][];
      metadata: {
        [key: string]: string | number | boolean | null;
      };
      paidAt: string | null;
      /** @description The shop's own number for the order. */
      reference: string | null;
      /** @description Milliseconds left to pay, by the ledger's clock; 0 from the deadline on and once it is settled. */
      remainingMs: number;
      /** @enum {string} */
      status: 'pending' | 'paid' | 'cancelled';
      /** @description Counts the changes of the order: the `sequence` of its latest event. */
      version: number;
      /** @description Reads this one order and its countdown, and nothing else, as `?token=` in a browser. */
      viewToken: string;
    };
    PlaceOrder: {
      /** @description Minor units of the currency. With items, it must equal their sum. */
      amount: number;
      /** @description ISO 4217, in capitals. */
      currency: string;
      /** @description Whose order it is. A customer can leave it out or name itself; a backend names whom it likes. */
      customerId?: string;
      /** @description How long the order can be paid. Left out: the service's own window, usually 30 minutes. */
      expiresInSeconds?: number;
      /** @default [] */
      items?: components['schemas']['PlaceOrderItem'][];
      /** @description Whatever you want to find with the order again. We keep it and make nothing of it. */
      metadata?: {
        [key: string]: string | '' | number | boolean | null;
      };
      /** @description Your own number for the order. It need not be unique. */
      reference?: string;
    };
    PlaceOrderItem: {
      /** @description For people. */
      name?: string;
      quantity: number;
      /** @description The stock keeping unit: your name for what is sold. */
      sku: string;
      /** @description What one costs, in minor units. */
      unitAmount: number;
    };
    Problem: {
      /** @enum {string} */
      code:
        | 'malformed_json'
        | 'invalid_parameter'
        | 'unauthenticated'
        | 'forbidden'
        | 'order_not_found'
        | 'not_found'
        | 'method_not_allowed'
        | 'order_expired'
        | 'order_cancelled'
        | 'order_already_paid'
        | 'payload_too_large'
        | 'unsupported_media_type'
        | 'validation_failed'
        | 'idempotency_key_reused'
        | 'amount_mismatch'
        | 'rate_limited'
        | 'internal_error'
        | 'unavailable';
      /** @description What was wrong with this request, for the person who wrote it. */
      detail: string;
      /** @description Everything that is wrong, each with where it is. */
      errors?: {
        message: string;
        /** @description Where: `items.0.quantity`. Empty for the whole of it. */
        path: string;
      }[];
      /** @description The address that was asked. */
      instance: string;
      status: number;
      title: string;
      /** @description The address of a page about this kind of problem. */
      type: string;
    };
    ProblemKind: {
      /** @enum {string} */
      code:
        | 'malformed_json'
        | 'invalid_parameter'
        | 'unauthenticated'
        | 'forbidden'
        | 'order_not_found'
        | 'not_found'
        | 'method_not_allowed'
        | 'order_expired'
        | 'order_cancelled'
        | 'order_already_paid'
        | 'payload_too_large'
        | 'unsupported_media_type'
        | 'validation_failed'
        | 'idempotency_key_reused'
        | 'amount_mismatch'
        | 'rate_limited'
        | 'internal_error'
        | 'unavailable';
      /** @description What it means, and what to do about it. */
      description: string;
      status: number;
      title: string;
      /** @description The address of a page about this kind of problem. */
      type: string;
    };
    Readiness: {
      /** @enum {string} */
      postgres: 'up' | 'down';
      /** @enum {string} */
      redis: 'up' | 'down';
      /** @enum {string} */
      status: 'ready' | 'degraded' | 'unavailable';
    };
    RegisteredWebhook: {
      /** Format: date-time */
      createdAt: string;
      description: string | null;
      enabled: boolean;
      /** @description Which types of events; null: all, and those to come. */
      events: string[] | null;
      id: string;
      /** @description What to verify signatures with. It is told this once: keep it. */
      secret: string;
      url: string;
    };
    RegisterWebhook: {
      /** @description For people. */
      description?: string;
      /**
       * @description Whether events are delivered to it.
       * @default true
       */
      enabled?: boolean;
      /** @description Which types of events. Left out: all, and those to come. */
      events?: (
        | 'order.placed'
        | 'order.expiring'
        | 'order.extended'
        | 'order.paid'
        | 'order.cancelled'
        | 'payment.refund_required'
      )[];
      /** @description Where to POST the events. In production it must be `https`, and lead to the public internet: an address that is private, or a name that resolves to one, is refused, now and at each delivery. */
      url: string;
    };
    Timeline: {
      /** @description Oldest first. */
      data: components['schemas']['OrderEvent'][];
    };
    WebhookDelivery: {
      attempts: number;
      /** Format: date-time */
      createdAt: string;
      /** @description What was wrong with the last attempt; null: nothing. */
      error: string | null;
      /** @description The `webhook-id` header: the same in every attempt. */
      eventId: string;
      /** @description Also the id of its job in the dashboard. */
      id: string;
      lastAttemptAt: string | null;
      /** @description Null where there is nothing to repeat. */
      nextAttemptAt: string | null;
      /** @description Null for a ping. */
      orderId: string | null;
      /** @description The first kilobyte of that answer. */
      responseBody: string | null;
      /** @description What the last attempt was answered with; null: nothing. */
      responseStatus: number | null;
      /** @description The event's place in its order. Null for a ping. */
      sequence: number | null;
      /**
       * @description `failed`: all attempts are used up. An operator can have it tried again.
       * @enum {string}
       */
      status: 'pending' | 'delivered' | 'failed';
      /** @description The type of the event, or `webhook.ping`. */
      type: string;
    };
    WebhookDeliveryPage: {
      /** @description Newest first. */
      data: components['schemas']['WebhookDelivery'][];
      /** @description For the next page; null on the last one. */
      nextCursor: string | null;
    };
    WebhookEndpoint: {
      /** Format: date-time */
      createdAt: string;
      description: string | null;
      enabled: boolean;
      /** @description Which types of events; null: all, and those to come. */
      events: string[] | null;
      id: string;
      url: string;
    };
    WebhookEndpointList: {
      /** @description Oldest first. */
      data: components['schemas']['WebhookEndpoint'][];
      /** @description There is no further page: there are never more than fit one. */
      nextCursor: null;
    };
  };
  responses: never;
  parameters: {
    /**
     * @description The id of the order.
     * @example ord_01jdkz3y8re0fv2x9k7q5m4n6p
     */
    OrderId: string;
    /** @description The `viewToken` of the order, in place of a bearer token. */
    ViewToken: string;
  };
  requestBodies: never;
  headers: {
    /**
     * @description The order was placed before, by the same `Idempotency-Key` and body.
     * @example true
     */
    'Idempotency-Replayed': 'true';
    /**
     * @description Where it is.
     * @example /v1/orders/ord_01jdkz3y8re0fv2x9k7q5m4n6p
     */
    Location: string;
    /**
     * @description How many requests are left (`r`) for how many seconds (`t`); see draft-ietf-httpapi-ratelimit-headers.
     * @example "600-in-1min"; r=599; t=60
     */
    RateLimit: string;
    /**
     * @description How many requests (`q`) a caller has in a window of how many seconds (`w`).
     * @example "600-in-1min"; q=600; w=60; pk=:NWYzYzM0YzU5ZjE4:
     */
    'RateLimit-Policy': string;
    /**
     * @description How many seconds to wait before trying again.
     * @example 1
     */
    'Retry-After': string;
    /**
     * @description How to say who is asking (RFC 6750).
     * @example Bearer realm="order-countdown"
     */
    'WWW-Authenticate': string;
    /**
     * @description The request's name in our log: the `X-Request-Id` that was sent, or one of ours.
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
      /** @description It answers. */
      200: {
        headers: {
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Liveness'];
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description What it means, and what to do about it. */
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
      /** @description `invalid_parameter`: A parameter of the request is not valid. */
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
      /** @description `not_found`: There is nothing at this address. */
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
    };
  };
  listOrders: {
    parameters: {
      query?: {
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        /** @description Only this customer's orders. A customer sees none but its own, whatever is left out. */
        customerId?: string;
        /** @description How many at most. */
        limit?: number;
        /** @description Only orders of this status. */
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
      /** @description `invalid_parameter`: A parameter of the request is not valid. */
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
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
         * @description Your own name for this request, kept with the order: 1 to 255 printable ASCII characters. Each customer has its own.
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
      /** @description The order, placed now or by the same request before. */
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
       * @description `malformed_json`: The body is not valid JSON.
       *
       *     `invalid_parameter`: A parameter of the request is not valid.
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `payload_too_large`: The body is too large. */
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
      /** @description `unsupported_media_type`: The body must be JSON. */
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
      /**
       * @description `idempotency_key_reused`: The Idempotency-Key belongs to another request.
       *
       *     `validation_failed`: The request does not have the form that it must have.
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
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
        /** @description The `viewToken` of the order, in place of a bearer token. */
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
      /** @description `invalid_parameter`: A parameter of the request is not valid. */
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `order_not_found`: There is no such order. */
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
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
      /** @description The order, which is cancelled. */
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
       * @description `invalid_parameter`: A parameter of the request is not valid.
       *
       *     `malformed_json`: The body is not valid JSON.
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `order_not_found`: There is no such order. */
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
      /** @description `payload_too_large`: The body is too large. */
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
      /** @description `unsupported_media_type`: The body must be JSON. */
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
      /** @description `validation_failed`: The request does not have the form that it must have. */
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
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
        /** @description The `viewToken` of the order, in place of a bearer token. */
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
      /** @description How long is left. */
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
      /** @description `invalid_parameter`: A parameter of the request is not valid. */
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `order_not_found`: There is no such order. */
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
  listOrderEvents: {
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
      /** @description `invalid_parameter`: A parameter of the request is not valid. */
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `order_not_found`: There is no such order. */
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
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
    requestBody: {
      content: {
        'application/json': components['schemas']['ExtendOrder'];
      };
    };
    responses: {
      /** @description The order, with its new deadline. */
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
       * @description `invalid_parameter`: A parameter of the request is not valid.
       *
       *     `malformed_json`: The body is not valid JSON.
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `order_not_found`: There is no such order. */
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
       * @description `order_expired`: The time to pay the order is over.
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
      /** @description `payload_too_large`: The body is too large. */
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
      /** @description `unsupported_media_type`: The body must be JSON. */
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
      /** @description `validation_failed`: The request does not have the form that it must have. */
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
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
      /** @description The order, which is paid. */
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
       * @description `invalid_parameter`: A parameter of the request is not valid.
       *
       *     `malformed_json`: The body is not valid JSON.
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `order_not_found`: There is no such order. */
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
       * @description `order_expired`: The time to pay the order is over.
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
      /** @description `payload_too_large`: The body is too large. */
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
      /** @description `unsupported_media_type`: The body must be JSON. */
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
      /**
       * @description `amount_mismatch`: The amount is not the order's amount.
       *
       *     `validation_failed`: The request does not have the form that it must have.
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
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
        /** @description The `viewToken` of the order, in place of a bearer token. */
        token?: components['parameters']['ViewToken'];
      };
      header?: {
        /**
         * @description The `id` of the last event that was seen. Browsers send it by themselves when they come back.
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
      /** @description The order is settled, and nothing was missed. */
      204: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `invalid_parameter`: A parameter of the request is not valid. */
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `order_not_found`: There is no such order. */
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
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
      header?: never;
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
       * @description `malformed_json`: The body is not valid JSON.
       *
       *     `invalid_parameter`: A parameter of the request is not valid.
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `payload_too_large`: The body is too large. */
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
      /** @description `unsupported_media_type`: The body must be JSON. */
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
      /** @description `validation_failed`: The request does not have the form that it must have. */
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
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
      /** @description `invalid_parameter`: A parameter of the request is not valid. */
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `not_found`: There is nothing at this address. */
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
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
      /** @description It is gone. */
      204: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description `invalid_parameter`: A parameter of the request is not valid. */
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `not_found`: There is nothing at this address. */
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
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
        /** @description The `nextCursor` of the page before. */
        cursor?: string;
        /** @description How many at most. */
        limit?: number;
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
      /** @description `invalid_parameter`: A parameter of the request is not valid. */
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `not_found`: There is nothing at this address. */
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
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
      /** @description It is on its way. Look for what became of it in the deliveries. */
      202: {
        headers: {
          RateLimit: components['headers']['RateLimit'];
          'RateLimit-Policy': components['headers']['RateLimit-Policy'];
          'X-Request-Id': components['headers']['X-Request-Id'];
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['WebhookDelivery'];
        };
      };
      /** @description `invalid_parameter`: A parameter of the request is not valid. */
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
      /** @description `unauthenticated`: Who is asking is not known. */
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
      /** @description `forbidden`: The token, or the role, is not for this. */
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
      /** @description `not_found`: There is nothing at this address. */
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
      /** @description `internal_error`: Something went wrong on our side. */
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
      /** @description `unavailable`: The service is not available at this moment. */
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
            code: 'unavailable';
            /** @constant */
            status: 503;
          };
        };
      };
    };
  };
}
