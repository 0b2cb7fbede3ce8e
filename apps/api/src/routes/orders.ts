import { Router } from 'express';
import { cancelOrderBody, payOrderBody, placeOrderBody } from '@order-countdown/shared/contract';
import type { Orders } from '@order-countdown/shared/orders';
import { parseBody, parseOrderId } from '../parse.ts';
import { accepted, orderNotFound } from '../refusal.ts';
import { representCountdown, representEvent, representOrder } from '../representation.ts';

/** Everything under `/v1/orders`. */
export function orderRoutes(orders: Orders): Router {
  const router = Router();

  /** Places an order; its countdown begins. 201 with the order and its `Location`; 422. */
  router.post('/', async (request, response) => {
    const body = parseBody(placeOrderBody, request);
    const order = await orders.place({
      customerId: body.customerId ?? null,
      reference: body.reference ?? null,
      amount: body.amount,
      currency: body.currency,
      items: body.items,
      metadata: body.metadata,
      windowSeconds: body.expiresInSeconds ?? null,
    });
    response.status(201).location(`/v1/orders/${order.id}`).json(representOrder(order));
  });

  /** The order as it is now. 200; 400, 404. */
  router.get('/:id', async (request, response) => {
    const order = await orders.read(parseOrderId(request));
    if (!order) throw orderNotFound();
    response.json(representOrder(order));
  });

  /** How long is left, by the database's clock. 200; 400, 404. */
  router.get('/:id/countdown', async (request, response) => {
    const countdown = await orders.countdown(parseOrderId(request));
    if (!countdown) throw orderNotFound();
    response.json(representCountdown(countdown));
  });

  /** What happened to the order so far, oldest first. 200; 400, 404. */
  router.get('/:id/events', async (request, response) => {
    const events = await orders.timeline(parseOrderId(request));
    if (events.length === 0) throw orderNotFound();
    response.json({ data: events.map(representEvent) });
  });

  /** Confirms the payment. 200 with the paid order; 400, 404, 409 from the deadline on, 422. */
  router.post('/:id/pay', async (request, response) => {
    const id = parseOrderId(request);
    const { paymentReference = null, amount = null } = parseBody(payOrderBody, request);
    const verdict = await orders.pay({ id, paymentReference, amount });
    response.json(representOrder(accepted(verdict)));
  });

  /** Cancels an unpaid order. 200 with the cancelled order; 400, 404, 409, 422. */
  router.post('/:id/cancel', async (request, response) => {
    const id = parseOrderId(request);
    const { reason: note = null } = parseBody(cancelOrderBody, request);
    const verdict = await orders.cancel({ id, by: 'backend', note });
    response.json(representOrder(accepted(verdict)));
  });

  return router;
}
