import { html, type TemplateResult } from 'lit';
import type { Queues } from '../contract.ts';
import type { Page } from '../page.ts';

/** Stands in for Bull Board while Redis is away, and makes room for it once Redis is back. */
export const queues: Page<Queues> = {
  path: /^\/queues(?:\/|$)/,
  title: () => 'Queues',
  source: () => '/queues',
  everyMs: 1_000,
  redisOf: ({ redis }) => redis,
  view: ({ redis }) =>
    redis !== 'down' ? leave() : html`<p>The queues are back here as soon as Redis is.</p>`,
};

function leave(): TemplateResult {
  location.reload();
  return html`<p class="muted">Loading…</p>`;
}
