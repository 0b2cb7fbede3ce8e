import { html, nothing } from 'lit';
import { disable, enable, ping, resend, resendSince, rotate } from '../actions/webhook.ts';
import type { Delivery, Endpoint, List } from '../contract.ts';
import type { Context, Page } from '../page.ts';
import { ago, badge, card, code, facts, orderLink } from '../parts/facts.ts';
import { filterForm, select, sourceQuery } from '../parts/filter.ts';
import { listed, table, type Column } from '../parts/table.ts';
import { healthBadge, waiting } from './webhooks.ts';

interface EndpointData {
  endpoint: Endpoint;
  deliveries: List<Delivery>;
}

/** One endpoint: its health, what operators may do with it, and its deliveries. */
export const endpoint: Page<EndpointData> = {
  path: /^\/webhooks\/([^/]+)$/,
  title: () => 'Webhook endpoint',
  source: ({ params, place }) => ({
    endpoint: `/webhook-endpoints/${params[0]}`,
    deliveries: `/webhook-endpoints/${params[0]}/deliveries${sourceQuery(place, ['status'], { limit: '50' })}`,
  }),
  everyMs: 5_000,
  view: ({ endpoint, deliveries }, context) =>
    html`${buttons(endpoint, context)} ${card('Endpoint', endpointFacts(endpoint))} ${filter(context)}
    ${listed(
      context.place,
      table('Deliveries', columns(endpoint, context), deliveries.data, ({ id }) => id),
      deliveries.data.length === 0,
      deliveries.nextCursor,
    )}`,
};

function buttons(endpoint: Endpoint, { act }: Context) {
  if (!act) return nothing;
  return html`<p class="buttons">
    <button class="quiet" @click=${() => act(ping(endpoint))}>Send a ping…</button>
    <button class="quiet" @click=${() => act(resendSince(endpoint))}>Send again…</button>
    <button class="quiet" @click=${() => act(rotate(endpoint))}>Change the secret…</button>
    ${
      endpoint.enabled
        ? html`<button class="danger" @click=${() => act(disable(endpoint))}>Disable…</button>`
        : html`<button @click=${() => act(enable(endpoint))}>Enable…</button>`
    }
  </p>`;
}

function endpointFacts({
  id,
  url,
  events,
  description,
  createdAt,
  disabledAt,
  disabledReason,
  health,
}: Endpoint) {
  return facts([
    ['URL', code(url)],
    ['Id', code(id)],
    ['State', healthBadge(health)],
    health.failures > 0 ? ['Failures in a row', health.failures] : null,
    health.failingSince ? ['Failing since', ago(health.failingSince)] : null,
    health.openUntil ? ['Next probe', ago(health.openUntil)] : null,
    disabledAt ? ['Disabled', html`${ago(disabledAt)}: ${disabledReason}`] : null,
    ['Waiting', waiting(health)],
    ['Events', events ? events.join(', ') : 'all'],
    description ? ['Description', description] : null,
    ['Registered', ago(createdAt)],
  ]);
}

function filter({ place }: Context) {
  return filterForm(
    place,
    select(place, 'status', 'Deliveries', [
      ['pending', 'pending'],
      ['delivered', 'delivered'],
      ['failed', 'failed'],
    ]),
  );
}

function columns(endpoint: Endpoint, { act }: Context): Column<Delivery>[] {
  const path = `/admin/webhooks/${endpoint.id}/deliveries`;
  const all: (Column<Delivery> | null)[] = [
    { label: 'Event', cell: ({ id, type }) => html`<a href="${path}/${id}">${type}</a>` },
    { label: 'Status', cell: ({ status }) => badge(status) },
    { label: 'Order', cell: ({ orderId }) => (orderId ? orderLink(orderId) : nothing) },
    { label: 'Attempts', cell: ({ attempts }) => attempts, isNumber: true },
    { label: 'Last answer', cell: ({ responseStatus, error }) => responseStatus ?? error ?? nothing },
    { label: 'Last attempt', cell: ({ lastAttemptAt }) => ago(lastAttemptAt) },
    { label: 'Next attempt', cell: ({ nextAttemptAt }) => ago(nextAttemptAt) },
    act && {
      label: 'Action',
      cell: (delivery) =>
        html`<button class="quiet small" @click=${() => act(resend(endpoint.id, delivery))}>Resend…</button>`,
    },
  ];
  return all.filter((column) => column !== null);
}
