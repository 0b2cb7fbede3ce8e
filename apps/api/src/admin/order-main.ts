import type { Actor } from '@order-countdown/shared/order/actor';
import { alarmQueueName } from '@order-countdown/shared/redis/alarm';
import type { OrderEvent } from '@order-countdown/shared/order/events';
import type { Order } from '@order-countdown/shared/order/order';
import { html, type Html } from '../http/html.ts';

/** The content of an order's page: its facts, items and timeline. */
export function orderMain(order: Order, events: readonly OrderEvent[]): Html {
  return html`
    <section class="card">
      <h1 class="id">${order.id}</h1>
      <p><span class="badge ${order.status}">${order.status}</span> ${outlook(order)}</p>
      <dl>
        ${facts(order).map(
          ([name, value]) =>
            html`<dt>${name}</dt>
              <dd>${value ?? none}</dd>`,
        )}
      </dl>
    </section>
    ${order.items.length > 0 ? itemTable(order) : null} ${timeline(events)}
  `;
}

const none = html`<span class="muted">none</span>`;

type Fact = [name: string, value: Html | string | null];

function facts(order: Order): Fact[] {
  const { paidAt, cancelledAt, cancelReason } = order;
  const all: (Fact | null)[] = [
    ['Amount', money(order.amount, order.currency)],
    ['Customer', order.customerId],
    ['Reference', order.reference],
    ['Placed', time(order.createdAt)],
    ['Deadline', time(order.expiresAt)],
    paidAt && ['Paid', time(paidAt)],
    cancelledAt && ['Cancelled', time(cancelledAt)],
    cancelReason && ['Reason', cancelReason],
    ...Object.entries(order.metadata).map(([key, value]): Fact => [`Metadata: ${key}`, String(value)]),
  ];
  return all.filter((fact) => fact !== null);
}

/** The time left, with a link to the alarm. Null: the order is paid or cancelled. */
function outlook({ id, status, remainingMs }: Order): Html | null {
  if (status !== 'pending') return null;
  if (remainingMs === 0) return html`past its deadline, about to be cancelled`;
  return html`${duration(remainingMs)} left ·
    <a href="/admin/queues/queue/${alarmQueueName}/${id}">alarm in the queue</a>`;
}

function itemTable({ items, currency }: Order): Html {
  return html`<section class="card">
    <h2>Items</h2>
    <table>
      <thead>
        <tr>
          <th scope="col">SKU</th>
          <th scope="col">Name</th>
          <th scope="col" class="number">Quantity</th>
          <th scope="col" class="number">Unit price</th>
        </tr>
      </thead>
      <tbody>
        ${items.map(
          ({ sku, name, quantity, unitAmount }) =>
            html`<tr>
              <td>${sku}</td>
              <td>${name ?? ''}</td>
              <td class="number">${quantity}</td>
              <td class="number">${money(unitAmount, currency)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

function timeline(events: readonly OrderEvent[]): Html {
  return html`<section class="card">
    <h2>Timeline</h2>
    <table class="timeline">
      <thead>
        <tr>
          <th scope="col">#</th>
          <th scope="col">Time</th>
          <th scope="col">Event</th>
          <th scope="col">By</th>
          <th scope="col">Details</th>
        </tr>
      </thead>
      <tbody>
        ${events.map(
          ({ sequence, type, occurredAt, actor, data }) =>
            html`<tr>
              <td>${sequence}</td>
              <td>${time(occurredAt)}</td>
              <td class="event"><code>${type}</code></td>
              <td>${by(actor)}</td>
              <td><pre>${details(data)}</pre></td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

/** Nothing of an event from before actors were kept. */
const by = (actor: Actor | null) => (actor ? [actor.kind, actor.subject].join(' ') : '');

/** One line for each member that isn't null. */
function details(data: object): string {
  return Object.entries(data)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join('\n');
}

/** `2027-01-31 12:00:00.000 UTC`. */
function time(date: Date): Html {
  const text = date.toISOString();
  return html`<time datetime="${text}">${text.replace('T', ' ').replace('Z', ' UTC')}</time>`;
}

function money(minorUnits: number, currency: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay: 'code' });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 0;
  return format.format(minorUnits / 10 ** digits);
}

/** The two largest units: `1 h 12 min`. */
function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1_000);
  const units: [size: number, name: string][] = [
    [86_400, 'd'],
    [3_600, 'h'],
    [60, 'min'],
    [1, 's'],
  ];
  const parts = units.map(([size, name], index) => {
    const above = units[index - 1]?.[0] ?? Infinity;
    return { count: Math.floor((seconds % above) / size), name };
  });
  const first = parts.findIndex(({ count }) => count > 0);
  return parts
    .slice(first, first + 2)
    .filter(({ count }) => count > 0)
    .map(({ count, name }) => `${count} ${name}`)
    .join(' ');
}
