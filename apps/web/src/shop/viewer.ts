import { createOrderCountdown } from '@order-countdown/client';
import { html } from 'lit';
import { createJournal, type Journal, type Kind } from './journal.ts';
import { journalView } from './journal-view.ts';
import { chooseLanguage, speechOf, type Language, type Speech } from './language.ts';
import { headerView } from './header-view.ts';
import { followOrder } from './following.ts';
import { noticeOf, noticeView, type Notice } from './notice.ts';
import { recorded } from './recorder.ts';
import { createScheduler } from './scheduler.ts';
import type { ViewerLink } from './viewer-link.ts';

/** The page of a shopper who opened the link on another device: it has a view token alone. */
export interface Viewer {
  link: ViewerLink;
  speech: Speech;
  journal: Journal;
  kinds: readonly Kind[];
  shownKinds: Set<Kind>;
  notice: Notice | null;
  start(): void;
  change: (change: Pick<Viewer, 'shownKinds'>) => void;
  speak: (language: Language) => void;
}

/** Webhooks are sent to servers. */
const kinds: readonly Kind[] = ['call', 'stream'];

export function openViewer(link: ViewerLink, draw: () => void): Viewer {
  const redraw = createScheduler(draw);
  const journal = createJournal(redraw);
  const send = globalThis.fetch.bind(globalThis);
  globalThis.fetch = recorded(journal, send, null);
  const { orderId, token } = link;

  const viewer: Viewer = {
    link,
    speech: speechOf(),
    journal,
    kinds,
    shownKinds: new Set(kinds),
    notice: null,
    start() {
      redraw();
      if (!isWhole(link)) return;
      const client = createOrderCountdown({ baseUrl: location.origin, token });
      const failed = (error: unknown) => set({ notice: noticeOf(error, 'place') });
      followOrder(client, orderId, { journal, told: redraw, failed });
    },
    change: (change) => set(change),
    speak: (language) => set({ speech: chooseLanguage(language) }),
  };

  function set(change: Partial<Viewer>): void {
    Object.assign(viewer, change);
    redraw();
  }

  return viewer;
}

const isWhole = ({ orderId, token }: ViewerLink) => /^ord_\w+$/.test(orderId) && token !== '';

export function viewerPage(viewer: Viewer) {
  const { link, speech, notice } = viewer;
  const { viewer: texts, order } = speech.texts;
  const countdown = html`<p class="muted">${order.number} <code>${link.orderId}</code></p>
    <order-countdown
      src="/v1/orders/${link.orderId}"
      token=${link.token}
      lang=${speech.language}
    ></order-countdown>`;
  return html`${headerView(viewer)}
    <main class="shop">
      <div>
        <section class="card" aria-labelledby="viewer-title">
          <h1 id="viewer-title">${texts.title}</h1>
          <p>${texts.intro}</p>
          ${isWhole(link) ? countdown : html`<p class="alert">${texts.broken}</p>`}
          ${noticeView(notice, speech)}
          <p><a href="/">${texts.back}</a></p>
        </section>
      </div>
      ${journalView(viewer)}
    </main>`;
}
