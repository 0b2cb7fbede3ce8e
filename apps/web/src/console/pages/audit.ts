import { html, nothing } from 'lit';
import type { AuditEntry, List } from '../contract.ts';
import type { Context, Page } from '../page.ts';
import { ago, code } from '../parts/facts.ts';
import { filterForm, select, sourceQuery, text, time } from '../parts/filter.ts';
import { listed, table, type Column } from '../parts/table.ts';

/** Who signed in, and who changed what. */
export const audit: Page<List<AuditEntry>> = {
  path: /^\/audit$/,
  title: () => 'Audit',
  source: ({ place }) =>
    `/audit${sourceQuery(place, ['who', 'event', 'target', 'after', 'before'], { limit: '50' })}`,
  everyMs: 5_000,
  view: ({ data, nextCursor }, { place }) =>
    html`${filter(place)}
    ${listed(
      place,
      table('Audit', columns, data, ({ id }) => id),
      data.length === 0,
      nextCursor,
    )}`,
};

const events: Record<AuditEntry['event'], string> = {
  change: 'change',
  sign_in: 'signed in',
  sign_in_failed: 'failed to sign in',
  sign_in_limited: 'sign-in held back',
  sign_out: 'signed out',
};

const filter = (place: Context['place']) =>
  filterForm(
    place,
    html`${text(place, 'who', 'Who')} ${select(place, 'event', 'What', Object.entries(events))}
    ${text(place, 'target', 'Id of what was changed')} ${time(place, 'after', 'From (UTC)')}
    ${time(place, 'before', 'Until (UTC)')}`,
  );

const columns: Column<AuditEntry>[] = [
  { label: 'When', cell: ({ at }) => ago(at) },
  {
    label: 'Who',
    cell: ({ who, role }) =>
      html`${who} ${role && role !== who ? html`<span class="muted">${role}</span>` : ''}`,
  },
  { label: 'What', cell: ({ event }) => events[event] },
  { label: 'Request', cell: ({ method, path }) => html`<code>${method} ${path}</code>` },
  { label: 'About', cell: ({ target }) => about(target) },
  { label: 'Status', cell: ({ status }) => status ?? nothing, isNumber: true },
  { label: 'Address', cell: ({ address }) => code(address) },
];

/** Any id leads to what it is of, by the search for orders. */
function about(target: string | null) {
  if (target === null) return nothing;
  const path = target.startsWith('whe_')
    ? `/admin/webhooks/${target}`
    : `/admin/orders?q=${encodeURIComponent(target)}`;
  return html`<a href=${target.startsWith('ord_') ? `/admin/orders/${target}` : path}>${code(target)}</a>`;
}
