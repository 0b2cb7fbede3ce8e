import { html, nothing, type TemplateResult } from 'lit';
import { dropEmptyFields, type Place } from '../place.ts';

type Choice = readonly [value: string, label: string];

/** The query of the API that the page's own query asks for. */
export function sourceQuery(
  { query }: Place,
  names: readonly string[],
  fixed: Record<string, string> = {},
): string {
  const asked = new URLSearchParams(fixed);
  for (const name of [...names, 'cursor']) {
    const value = query.get(name);
    if (value) asked.set(name, times.has(name) ? utc(value) : value);
  }
  return `?${asked.toString()}`;
}

const times = new Set(['createdAfter', 'createdBefore', 'expiresAfter', 'expiresBefore', 'after', 'before']);

/** Fields of times have neither a zone nor, often, seconds. */
const utc = (local: string) =>
  /(?:Z|[+-]\d\d:\d\d)$/.test(local) ? local : new Date(`${local}Z`).toISOString();

/** Where there is room, filters are in view from the start. */
const hasRoom = () => matchMedia('(min-width: 48rem)').matches;

/** A form whose fields become the page's query: the address can be kept and shared. */
export const filterForm = ({ path, query }: Place, fields: TemplateResult): TemplateResult =>
  html`<details class="filters" ?open=${query.size > 0 || hasRoom()}>
    <summary>Filter</summary>
    <form class="filter" action="/admin${path}" @formdata=${dropEmptyFields}>
      ${fields}
      <p>
        <button class="quiet">Apply</button>
        ${query.size > 0 ? html`<a href="/admin${path}">Clear</a>` : nothing}
      </p>
    </form>
  </details>`;

export const select = (
  place: Place,
  name: string,
  label: string,
  choices: readonly Choice[],
): TemplateResult =>
  html`<label
    >${label}
    <select name=${name}>
      <option value="">any</option>
      ${choices.map(
        ([value, text]) =>
          html`<option value=${value} ?selected=${place.query.get(name) === value}>${text}</option>`,
      )}
    </select>
  </label>`;

export const text = (place: Place, name: string, label: string): TemplateResult =>
  html`<label
    >${label}
    <input
      name=${name}
      value=${place.query.get(name) ?? ''}
      maxlength="255"
      autocomplete="off"
      spellcheck="false"
    />
  </label>`;

/** In UTC, as everywhere in the console, in logs and in the ledger. */
export const time = (place: Place, name: string, label: string): TemplateResult =>
  html`<label
    >${label}
    <input type="datetime-local" name=${name} value=${(place.query.get(name) ?? '').slice(0, 16)} />
  </label>`;
