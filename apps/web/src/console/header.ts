import { html, type TemplateResult } from 'lit';
import type { Session } from './page.ts';
import { base, type Place } from './place.ts';

const links = [
  ['/', 'Overview'],
  ['/orders', 'Orders'],
  ['/refunds', 'Refunds'],
  ['/webhooks', 'Webhooks'],
  ['/queues', 'Queues'],
  ['/audit', 'Audit'],
] as const;

export function header({ username, role, environment }: Session, { path }: Place): TemplateResult {
  const current = links.findLast(([start]) => path === start || path.startsWith(`${start}/`));
  return html`<a class="skip" href="#main">Skip to the content</a>
    <header class="console-header">
      <a class="brand" href=${base}>order-countdown</a>
      <nav aria-label="Console">
        ${links.map(
          (link) =>
            html`<a
              href=${base + link[0].replace(/^\/$/, '')}
              aria-current=${link === current ? 'page' : 'false'}
              >${link[1]}</a
            >`,
        )}
      </nav>
      <search>
        <form action="/admin/orders">
          <input
            type="search"
            name="q"
            required
            maxlength="255"
            aria-label="Find an order by any id or number"
            placeholder="Any id or number"
            autocomplete="off"
            spellcheck="false"
          />
        </form>
      </search>
      <p class="who">
        <span class="badge">${environment}</span>
        <span>${username}${role === 'viewer' ? html` <span class="muted">read only</span>` : ''}</span>
        <a href="/admin/sign-out">Sign out</a>
      </p>
    </header>`;
}
