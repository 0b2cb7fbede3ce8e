import { OrderCountdownProblem } from '@order-countdown/client';
import { html, nothing } from 'lit';
import type { ActionName } from './actions.ts';
import type { Speech } from './language.ts';

/** What came of the last thing that was done. Kept without words, which depend on the language. */
export type Notice =
  | { kind: 'done'; what: ActionName | 'place' }
  | { kind: 'copied' }
  | { kind: 'refused'; status: number; code: string | null; detail: string; isOwed: boolean }
  | { kind: 'lost'; retry: (() => void) | null };

/** The money of such a payment has come, and doesn't pay the order. */
const owed = ['order_expired', 'order_cancelled', 'order_already_paid', 'amount_mismatch'];
const payments: readonly (ActionName | 'place')[] = ['pay', 'finish', 'payTwice', 'payLate'];

export function noticeOf(error: unknown, what: ActionName | 'place'): Notice {
  if (!(error instanceof OrderCountdownProblem)) return { kind: 'lost', retry: null };
  const { status, code, detail, title } = error;
  const isOwed = payments.includes(what) && owed.includes(code ?? '');
  return { kind: 'refused', status, code, detail: detail || title, isOwed };
}

/** The element is always there, so that screen readers tell of what is put into it. */
export function noticeView(notice: Notice | null, speech: Speech) {
  const isBad = notice?.kind === 'refused' || notice?.kind === 'lost';
  return html`<div class="notice ${isBad ? 'bad' : 'good'}" role="status">
    ${notice ? html`<p>${wordsFor(notice, speech)}</p>` : nothing}
  </div>`;
}

function wordsFor(notice: Notice, { texts }: Speech) {
  if (notice.kind === 'done') return texts.done[notice.what];
  if (notice.kind === 'copied') return texts.second.copied;
  if (notice.kind === 'lost') {
    const { retry } = notice;
    return html`${texts.noAnswer}
    ${retry && html`<button class="quiet small" @click=${retry}>${texts.retry}</button>`}`;
  }
  const { status, code, detail, isOwed } = notice;
  return html`<strong>${texts.refused} <code>${status} ${code}</code></strong>
    ${texts.problems[code ?? ''] ?? detail} ${isOwed ? texts.money : nothing}`;
}
