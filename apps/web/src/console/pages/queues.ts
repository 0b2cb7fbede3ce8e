import { html, type TemplateResult } from 'lit';
import type { Queues } from '../contract.ts';
import type { Page } from '../page.ts';

/** Stands in for Bull Board while the queues are away, and makes room for it once they are back. */
export const queues: Page<Queues> = {
  path: /^\/queues(?:\/|$)/,
  title: () => 'Queues',
  source: () => '/queues',
  everyMs: 1_000,
  redisOf: ({ redis }) => redis,
  // Whoever leaves while they are away comes back here at once.
  view: ({ redis, queues }) =>
    queues
      ? leave()
      : html`<p>The queues are back here as soon as ${redis === 'none' ? 'Postgres' : 'Redis'} is.</p>`,
};

function leave(): TemplateResult {
  location.reload();
  return html`<p class="muted">Loading…</p>`;
}
