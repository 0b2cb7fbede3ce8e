import { isOrderId } from '@order-countdown/shared/order/order-id';
import type { Orders } from '@order-countdown/shared/orders/orders';
import { Router, type Response } from 'express';
import { html } from '../http/html.ts';
import { orderNotFound } from '../orders/refusal.ts';
import { sessionOf } from './gate.ts';
import { keepPattern } from '../http/request-log.ts';
import { orderMain } from './order-main.ts';
import { isPageView, sendPage } from './page.ts';

/** `/admin/orders`: orders as the ledger has them, read-only. */
export function orderPages(orders: Pick<Orders, 'read' | 'timeline'>): Router {
  const router = Router();

  /** The search form. 200; 303 to the order that `?id=` names. */
  router.get('/', (request, response) => {
    const id = request.query['id'];
    if (typeof id === 'string') {
      return response.redirect(303, `/admin/orders/${encodeURIComponent(id.trim())}`);
    }
    sendFinder(response, 200, '');
  });

  /** The order and its timeline. 200; 404 with the search form. */
  router.get('/:id', async (request, response) => {
    const { id } = request.params;
    const [order, events] = isOrderId(id)
      ? await Promise.all([orders.read(id), orders.timeline(id)])
      : [null, []];
    if (order) {
      const main = orderMain(order, events);
      return sendPage(response, { title: order.id, main, session: sessionOf(response) });
    }
    if (!isPageView(request)) throw orderNotFound();
    sendFinder(response, 404, id);
  });

  router.use(keepPattern);
  return router;
}

function sendFinder(response: Response, status: number, sought: string): void {
  const main = html`<section class="card narrow">
    <h1>Find an order</h1>
    ${sought ? html`<p class="alert" role="alert" id="message">Order ${sought} not found.</p>` : null}
    <form action="/admin/orders">
      <label>
        Order id
        <input name="id" value="${sought}" placeholder="ord_…" required autofocus spellcheck="false" />
      </label>
      <button>Show</button>
    </form>
  </section>`;
  sendPage(response, { title: 'Orders', main, status, session: sessionOf(response) });
}
