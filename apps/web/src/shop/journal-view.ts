import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { timeOfDay } from './format.ts';
import type { Journal, Kind, Numbered } from './journal.ts';
import type { Speech } from './language.ts';
import { readable } from './redact.ts';
import type { Texts } from './texts-en.ts';

interface JournalState {
  speech: Speech;
  journal: Journal;
  /** What there may be on the page. */
  kinds: readonly Kind[];
  shownKinds: Set<Kind>;
  change: (change: { shownKinds: Set<Kind> }) => void;
}

/** @param webhooksMissing why no webhooks are shown; null: they are */
export function journalView(state: JournalState, webhooksMissing: string | null = null) {
  const { journal: texts } = state.speech.texts;
  const entries = state.journal.entries.filter(({ kind }) => state.shownKinds.has(kind));
  return html`<section class="card journal" aria-labelledby="journal-title">
    <div class="bar">
      <h2 id="journal-title">${texts.title}</h2>
      <div class="choice" role="group" aria-label=${texts.show}>
        ${state.kinds.map(
          (kind) =>
            html`<button
              class="quiet small"
              aria-pressed=${state.shownKinds.has(kind)}
              @click=${() => toggle(state, kind)}
            >
              ${texts.kinds[kind]}
            </button>`,
        )}
      </div>
      <button class="quiet small" @click=${() => state.journal.clear()}>${texts.clear}</button>
    </div>
    <p class="muted">${texts.intro}</p>
    ${webhooksMissing ? html`<p class="alert">${texts.missing} ${webhooksMissing}</p>` : nothing}
    ${entries.length === 0 ? html`<p class="muted">${texts.empty}</p>` : nothing}
    <ol class="entries" reversed>
      ${repeat(
        entries,
        ({ number }) => number,
        (entry) => html`<li>${entryView(entry, texts)}</li>`,
      )}
    </ol>
  </section>`;
}

function toggle({ shownKinds, change }: JournalState, kind: Kind): void {
  const next = new Set(shownKinds);
  if (!next.delete(kind)) next.add(kind);
  change({ shownKinds: next });
}

function entryView(entry: Numbered, texts: Texts['journal']) {
  const { line, mark, parts } = describe(entry, texts);
  return html`<details class=${entry.kind}>
    <summary>
      <time>${timeOfDay(entry.atMs)}</time>
      <span class="tag">${entry.kind === 'call' ? texts.who[entry.who] : texts.tags[entry.kind]}</span>
      <code>${line}</code>
      ${mark}
    </summary>
    ${parts.map(([title, text]) =>
      text
        ? html`<h3>${title}</h3>
            <pre tabindex="0">${text}</pre>`
        : nothing,
    )}
  </details>`;
}

type Part = [title: string, text: string | null];

function describe(entry: Numbered, texts: Texts['journal']): { line: string; mark: unknown; parts: Part[] } {
  if (entry.kind === 'stream') {
    return { line: entry.type, mark: nothing, parts: [[texts.event, readable(entry.data)]] };
  }
  if (entry.kind === 'webhook') {
    const mark = html`<span class=${entry.forgery === null ? 'good' : 'bad'}
      >${entry.forgery === null ? texts.verified : `${texts.forged}: ${entry.forgery}`}${
        entry.isRepeated ? `, ${texts.again}` : ''
      }</span
    >`;
    return {
      line: entry.type,
      mark,
      parts: [
        [texts.headers, headerLines(entry.headers)],
        [texts.event, readable(entry.body)],
      ],
    };
  }
  const { method, path, headers, body, answer } = entry;
  const request = [`${method} ${path}`, headerLines(headers), body && `\n${readable(body)}`].filter(Boolean);
  return {
    line: `${method} ${path.replaceAll(longId, '$1…$2')}`,
    mark: callMark(entry, texts),
    parts: [
      [texts.request, request.join('\n')],
      [texts.answer, answer && readable(answer)],
    ],
  };
}

/** Of an id as much as tells it from others on the page. */
const longId = /([a-z]{3}_)[0-9a-z]{22}([0-9a-z]{4})/g;

const headerLines = (headers: Record<string, string>) =>
  Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

function callMark(entry: Numbered & { kind: 'call' }, texts: Texts['journal']) {
  const { status, ms, isStream, failure } = entry;
  if (failure !== null) return html`<span class="bad">${texts.failed}</span>`;
  if (status === null) return html`<span class="muted">${texts.waiting}</span>`;
  return html`<span class=${status < 400 ? 'good' : 'bad'}>${status}</span>
    <span class="number muted">${isStream ? texts.open : `${Math.round(ms ?? 0)} ms`}</span>`;
}
