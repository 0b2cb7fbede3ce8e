import { html, nothing, type TemplateResult } from 'lit';
import { absolute, money, relative } from '../format.ts';
import { serverNow } from '../clock.ts';

/** How values look, everywhere in the console. There may be nothing to show. */
type Value = TemplateResult | typeof nothing;

/** A time as people say it. Pointing at it shows it exactly. */
export const ago = (time: string | null): Value =>
  time === null
    ? nothing
    : html`<time datetime=${time} title=${absolute(time)}>${relative(time, serverNow())}</time>`;

export const amount = (minorUnits: number, currency: string) =>
  html`<span class="amount">${money(minorUnits, currency)}</span>`;

export const badge = (state: string, text = state) => html`<span class="badge ${state}">${text}</span>`;

export const code = (text: string | null): Value => (text === null ? nothing : html`<code>${text}</code>`);

export const orderLink = (id: string) => html`<a href="/admin/orders/${id}"><code>${id}</code></a>`;

/** What is the case about something. Facts that are null are left out. */
export function facts(entries: readonly ([name: string, value: unknown] | null)[]): TemplateResult {
  return html`<dl>
    ${entries.map(
      (entry) =>
        entry &&
        html`<div>
          <dt>${entry[0]}</dt>
          <dd>${entry[1] === nothing ? html`<span class="muted">none</span>` : entry[1]}</dd>
        </div>`,
    )}
  </dl>`;
}

export const card = (title: string, content: unknown): TemplateResult =>
  html`<section class="card" aria-label=${title}>
    <h2>${title}</h2>
    ${content}
  </section>`;

export const empty = (text: string) => html`<p class="empty">${text}</p>`;
