import { html, nothing } from 'lit';
import type { Endpoint, List } from '../contract.ts';
import { count } from '../format.ts';
import type { Page } from '../page.ts';
import { ago, badge } from '../parts/facts.ts';
import { listed, table, type Column } from '../parts/table.ts';

export const webhooks: Page<List<Endpoint>> = {
  path: /^\/webhooks$/,
  title: () => 'Webhooks',
  source: () => '/webhook-endpoints',
  everyMs: 5_000,
  view: ({ data, nextCursor }, { place }) =>
    listed(
      place,
      table('Webhook endpoints', columns, data, ({ id }) => id),
      data.length === 0,
      nextCursor,
    ),
};

const columns: Column<Endpoint>[] = [
  { label: 'Endpoint', cell: ({ id, url }) => html`<a href="/admin/webhooks/${id}">${url}</a>` },
  { label: 'State', cell: ({ health }) => healthBadge(health) },
  { label: 'Failures in a row', cell: ({ health }) => count(health.failures), isNumber: true },
  { label: 'Failing since', cell: ({ health }) => ago(health.failingSince) },
  { label: 'Waiting', cell: ({ health }) => waiting(health), isNumber: true },
  { label: 'Events', cell: ({ events }) => events?.length ?? 'all', isNumber: true },
  { label: 'Description', cell: ({ description }) => description ?? nothing },
  { label: 'Registered', cell: ({ createdAt }) => ago(createdAt) },
];

export const healthBadge = ({ state }: Endpoint['health']) =>
  badge(state, state === 'open' ? 'circuit open' : state);

const countedTo = 1_000;

/** Deliveries that wait: the API counts to a thousand. */
export const waiting = ({ waiting }: Endpoint['health']) =>
  waiting >= countedTo ? `${count(countedTo)} or more` : count(waiting);
