import { html, nothing } from 'lit';
import type { List, Order } from '../contract.ts';
import { serverNow } from '../clock.ts';
import { clockFace } from '../format.ts';
import type { Context, Page } from '../page.ts';
import { ago, amount, badge, code, orderLink } from '../parts/facts.ts';
import { filterForm, select, sourceQuery, text, time } from '../parts/filter.ts';
import { listed, table } from '../parts/table.ts';

const filters = [
  'status',
  'customerId',
  'reference',
  'paymentReference',
  'refundDue',
  'createdAfter',
  'createdBefore',
  'expiresAfter',
  'expiresBefore',
];

/** A search finds by itself: the API refuses filters beside it. */
const queryOf = ({ place }: Context, fixed: Record<string, string> = {}) =>
  place.query.get('q') ? sourceQuery(place, ['q']) : sourceQuery(place, filters, fixed);

export const orders: Page<List<Order>> = {
  path: /^\/orders$/,
  title: ({ place }) => (place.query.get('q') ? `Orders: ${place.query.get('q')}` : 'Orders'),
  source: (context) => `/orders${queryOf(context, { limit: '50' })}`,
  everyMs: 5_000,
  view: ({ data, nextCursor }, context) =>
    html`${context.place.query.get('q') ? nothing : filter(context)}
    ${listed(
      context.place,
      table('Orders', columns, data, ({ id }) => id),
      data.length === 0,
      nextCursor,
    )}
    ${data.length > 0 ? download(context) : hint(context)}`,
};

const download = (context: Context) =>
  html`<p class="muted">
    <a href="/admin/api/orders.csv${queryOf(context)}" download>Download as CSV</a>, at most 10,000 orders:
    the last line says if there are more.
  </p>`;

const hint = ({ place }: Context) =>
  place.query.get('q')
    ? html`<p class="muted">
        A search needs a whole id, reference or payment reference of an order, or its customer.
      </p>`
    : nothing;

function filter({ place }: Context) {
  return filterForm(
    place,
    html`${select(place, 'status', 'Status', [
      ['pending', 'pending'],
      ['paid', 'paid'],
      ['cancelled', 'cancelled'],
    ])}
    ${select(place, 'refundDue', 'Refund', [['true', 'due']])} ${text(place, 'customerId', 'Customer')}
    ${text(place, 'reference', 'Reference')} ${text(place, 'paymentReference', 'Payment reference')}
    ${time(place, 'createdAfter', 'Placed from (UTC)')} ${time(place, 'createdBefore', 'Placed until (UTC)')}`,
  );
}

const columns = [
  { label: 'Order', cell: ({ id }: Order) => orderLink(id) },
  { label: 'Status', cell: ({ status }: Order) => badge(status) },
  { label: 'Time left', cell: timeLeft, isNumber: true },
  {
    label: 'Amount',
    cell: ({ amount: minorUnits, currency }: Order) => amount(minorUnits, currency),
    isNumber: true,
  },
  { label: 'Customer', cell: ({ customerId }: Order) => code(customerId) },
  { label: 'Reference', cell: ({ reference }: Order) => code(reference) },
  { label: 'Placed', cell: ({ createdAt }: Order) => ago(createdAt) },
  { label: 'Ended', cell: ended },
  {
    label: 'Refund due',
    cell: ({ refundDueAmount, currency }: Order) =>
      refundDueAmount > 0 ? amount(refundDueAmount, currency) : nothing,
    isNumber: true,
  },
];

function ended({ paidAt, cancelledAt }: Order) {
  const time = paidAt ?? cancelledAt;
  return time === null ? nothing : ago(time);
}

function timeLeft({ status, expiresAt }: Order) {
  if (status !== 'pending') return nothing;
  const ms = Date.parse(expiresAt) - serverNow();
  return ms > 0 ? clockFace(ms) : 'due';
}
