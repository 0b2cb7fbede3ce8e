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
  switch (notice.kind) {
    case 'done':
      return texts.done[notice.what];
    case 'copied':
      return texts.second.copied;
    case 'lost':
      return html`${texts.noAnswer}
      ${notice.retry && html`<button class="quiet" @click=${notice.retry}>${texts.retry}</button>`}`;
    case 'refused':
      return html`<strong>${texts.refused} <code>${notice.status} ${notice.code}</code></strong> ${
          texts.problems[notice.code ?? ''] ?? notice.detail
        }
        ${notice.isOwed ? texts.money : nothing}`;
  }
}
