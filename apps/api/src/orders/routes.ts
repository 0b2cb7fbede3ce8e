import { Router } from 'express';
import {
  cancelOrderBody,
  encodeCursor,
  extendOrderBody,
  listOrdersQuery,
  payOrderBody,
  placeOrderBody,
} from './requests.ts';
import type { Orders } from '@order-countdown/shared/orders/orders';
import { allow } from '../auth/authenticate.ts';
import { callerOf, maySee, ownerFor } from '../auth/caller.ts';
import { customerFor } from '../auth/customer.ts';
import type { ViewTokens } from '../auth/view-token.ts';
import { body } from '../http/body.ts';
import { idempotencyOf } from './idempotency.ts';
import { parseBody, parseOrderId, parseQuery } from '../http/parse.ts';
import { accepted, orderNotFound, placed } from './refusal.ts';
import { representCountdown, representEvent, representOrder } from './representation.ts';
import { streamOrder, type StreamDependencies } from '../stream/stream-order.ts';
import { address } from '../http/methods.ts';

export interface OrderRoutesDependencies extends StreamDependencies {
  orders: Orders;
  viewTokens: Pick<ViewTokens, 'sign'>;
}

/** Everything under `/v1/orders`. */
export function orderRoutes({ orders, viewTokens, watch, streams }: OrderRoutesDependencies): Router {
  const router = Router();

  address(router, '/', {
    /** Orders, newest first: a customer's own, or any for a backend. 200 with a page; 400. */
    get: [
      allow('orders'),
      async (request, response) => {
        const { status = null, limit, cursor = null, ...query } = parseQuery(listOrdersQuery, request);
        const customerId = customerFor(callerOf(response), query.customerId);
        const page = await orders.list({ status, customerId, limit, after: cursor });
        const nextCursor = page.next && encodeCursor(page.next);
        response.json({ data: page.orders.map(representOrder), nextCursor });
      },
    ],

    /**
     * Places an order; its countdown begins. 201 with the order, a token to view it, and its `Location`;
     * the same again, with `Idempotency-Replayed`, for a key that was used before. 400, 403, 422.
     */
    post: [
      allow('orders'),
      ...body,
      async (request, response) => {
        const {
          customerId,
          reference = null,
          expiresInSeconds,
          ...content
        } = parseBody(placeOrderBody, request);
        const verdict = await orders.place({
          ...content,
          reference,
          customerId: customerFor(callerOf(response), customerId),
          windowSeconds: expiresInSeconds ?? null,
          idempotency: idempotencyOf(request, { ...content, reference, expiresInSeconds }),
        });
        const order = placed(verdict);
        if (verdict.outcome === 'replayed') response.set('Idempotency-Replayed', 'true');
        response.status(201).location(`/v1/orders/${order.id}`);
        response.json({ ...representOrder(order), viewToken: await viewTokens.sign(order.id) });
      },
    ],
  });

  address(router, '/:id', {
    /** The order as it is now. 200; 400, 404. */
    get: [
      allow('view'),
      async (request, response) => {
        const order = await orders.read(parseOrderId(request));
        if (!order || !maySee(callerOf(response), order)) throw orderNotFound();
        response.json(representOrder(order));
      },
    ],
  });

  address(router, '/:id/countdown', {
    /** How long is left, by the database's clock. 200; 400, 404. */
    get: [
      allow('view'),
      async (request, response) => {
        const countdown = await orders.countdown(parseOrderId(request));
        if (!countdown || !maySee(callerOf(response), countdown)) throw orderNotFound();
        response.json(representCountdown(countdown));
      },
    ],
  });

  address(router, '/:id/stream', {
    /**
     * The order as it is, and what happens to it, as server-sent events; it ends when the order is settled. 200; 204
     * where that was so before and nothing was missed; 400, 404; 503 when too many are open.
     */
    get: [allow('view'), streamOrder({ orders, watch, streams })],
  });

  address(router, '/:id/events', {
    /** What happened to the order so far, oldest first. 200; 400, 404. */
    get: [
      allow('orders'),
      async (request, response) => {
        const id = parseOrderId(request);
        const [order, events] = await Promise.all([orders.read(id), orders.timeline(id)]);
        if (!order || !maySee(callerOf(response), order)) throw orderNotFound();
        response.json({ data: events.map(representEvent) });
      },
    ],
  });

  address(router, '/:id/pay', {
    /** Confirms the payment. 200 with the paid order; 400, 404, 409 from the deadline on, 422. */
    post: [
      allow('payments'),
      ...body,
      async (request, response) => {
        const id = parseOrderId(request);
        const { paymentReference = null, amount = null } = parseBody(payOrderBody, request);
        const owner = ownerFor(callerOf(response));
        const verdict = await orders.pay({ id, paymentReference, amount, owner });
        response.json(representOrder(accepted(verdict)));
      },
    ],
  });

  address(router, '/:id/extend', {
    /** Moves the deadline of an unpaid order. 200 with the order; 400, 404, 409 from the deadline on, 422. */
    post: [
      allow('backend'),
      ...body,
      async (request, response) => {
        const id = parseOrderId(request);
        const { seconds } = parseBody(extendOrderBody, request);
        response.json(representOrder(accepted(await orders.extend({ id, seconds }))));
      },
    ],
  });

  address(router, '/:id/cancel', {
    /** Cancels an unpaid order. 200 with the cancelled order; 400, 404, 409, 422. */
    post: [
      allow('orders'),
      ...body,
      async (request, response) => {
        const id = parseOrderId(request);
        const { reason: note = null } = parseBody(cancelOrderBody, request);
        const owner = ownerFor(callerOf(response));
        const verdict = await orders.cancel({ id, by: owner === null ? 'backend' : 'customer', note, owner });
        response.json(representOrder(accepted(verdict)));
      },
    ],
  });

  return router;
}
