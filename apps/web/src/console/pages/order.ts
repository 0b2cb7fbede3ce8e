import { html, nothing, type TemplateResult } from 'lit';
import { cancel, extend, setAlarm } from '../actions/order.ts';
import { serverNow } from '../clock.ts';
import type { Order, OrderDetails } from '../contract.ts';
import { clockFace } from '../format.ts';
import type { Context, Page } from '../page.ts';
import { withQuery } from '../place.ts';
import { ago, amount, badge, card, code, facts } from '../parts/facts.ts';
import { sourceQuery } from '../parts/filter.ts';
import { alarmCard } from './order-alarm.ts';
import { attemptTable, deliveryTable, itemTable, paymentTable } from './order-tables.ts';
import { refundTable } from './refunds.ts';
import { timeline } from './timeline.ts';

/** An order as the ledger has it, what Redis knows of it, and what operators may do. */
export const order: Page<OrderDetails> = {
  path: /^\/orders\/([^/]+)$/,
  title: ({ params }) => params[0] ?? '',
  source: ({ params, place }) => `/orders/${params[0]}${sourceQuery(place, [])}`,
  everyMs: 2_000,
  view: (details, context) =>
    html`${outlook(details.order, context)}
      <div class="columns">
        <aside aria-label="About the order">
          ${card('Order', orderFacts(details.order))}${alarmCard(details)}
        </aside>
        <div>${card('Timeline', history(details, context))}${tables(details, context)}</div>
      </div>`,
};

/** A page of the events, with the way to later ones and back to the first. */
function history({ events: { data, nextCursor } }: OrderDetails, { place }: Context): TemplateResult {
  const isFirst = !place.query.has('cursor');
  const pager = html`<nav class="pager" aria-label="Pages of events">
    ${isFirst ? nothing : html`<a href=${withQuery(place, { cursor: null })}>First events</a>`}
    ${nextCursor ? html`<a href=${withQuery(place, { cursor: nextCursor })}>Later events</a>` : nothing}
  </nav>`;
  return html`${timeline(data)}${isFirst && !nextCursor ? nothing : pager}`;
}

function outlook(order: Order, { act }: Context): TemplateResult {
  return html`<div class="outlook">
    <p>${badge(order.status)} ${order.status === 'pending' ? timeLeft(order) : endOf(order)}</p>
    ${
      act && order.status === 'pending'
        ? html`<p class="buttons">
            <button class="quiet" @click=${() => act(extend(order))}>Extend…</button>
            <button class="quiet" @click=${() => act(setAlarm(order))}>Set the alarm anew…</button>
            <button class="danger" @click=${() => act(cancel(order))}>Cancel the order…</button>
          </p>`
        : nothing
    }
  </div>`;
}

function timeLeft({ expiresAt, paymentInProgress }: Order): TemplateResult {
  const ms = Date.parse(expiresAt) - serverNow();
  const paying = paymentInProgress ? ' · payment in progress' : '';
  if (ms <= 0) return html`<strong>past its deadline</strong>, about to be cancelled${paying}`;
  return html`<strong class="countdown" role="timer">${clockFace(ms)}</strong> left${paying}`;
}

function endOf({ paidAt, cancelledAt, cancelReason }: Order): TemplateResult {
  const reasons = { expired: 'nobody paid in time', customer: 'by the customer', backend: 'by the shop' };
  if (paidAt) return html`${ago(paidAt)}`;
  return html`${ago(cancelledAt)}, ${cancelReason ? reasons[cancelReason] : nothing}`;
}

function orderFacts(order: Order): TemplateResult {
  return facts([
    ['Amount', amount(order.amount, order.currency)],
    order.refundDueAmount > 0 ? ['Refund due', amount(order.refundDueAmount, order.currency)] : null,
    ['Customer', order.customerId === null ? nothing : customerLink(order.customerId)],
    ['Reference', code(order.reference)],
    ['Placed', ago(order.createdAt)],
    ['Pay by', ago(order.payBy)],
    order.payBy === order.expiresAt ? null : ['Deadline', ago(order.expiresAt)],
    order.paidAt ? ['Paid', ago(order.paidAt)] : null,
    order.cancelledAt ? ['Cancelled', ago(order.cancelledAt)] : null,
    ...Object.entries(order.metadata).map(([key, value]): [string, unknown] => [key, code(String(value))]),
  ]);
}

const customerLink = (id: string) =>
  html`<a href="/admin/orders?customerId=${encodeURIComponent(id)}"><code>${id}</code></a>`;

/** Those that have something in them. */
function tables(details: OrderDetails, { act }: Context) {
  const { items } = details.order;
  return html`${items.length > 0 ? card('Items', itemTable(details.order)) : nothing}
  ${details.payments.length > 0 ? card('Payments', paymentTable(details)) : nothing}
  ${details.attempts.length > 0 ? card('Payment attempts', attemptTable(details.attempts)) : nothing}
  ${details.refunds.length > 0 ? card('Refunds', refundTable(details.refunds, { act }, false)) : nothing}
  ${details.deliveries.length > 0 ? card('Webhook deliveries', deliveryTable(details.deliveries)) : nothing}`;
}
