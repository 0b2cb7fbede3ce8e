import { html, LitElement, nothing, type TemplateResult } from 'lit';
import './action-dialog.ts';
import type { Action, ActionDialog } from './action-dialog.ts';
import type { Answer } from './api.ts';
import type { Queues, RedisState } from './contract.ts';
import { header } from './header.ts';
import type { Context, Session } from './page.ts';
import { canFollow, pageAt, type Found } from './pages.ts';
import { followNavigation, here, type Place } from './place.ts';
import { poll, type Poll } from './poll.ts';

/** What is on the screen. It stays until the next page has its data, and while the API is away. */
interface Shown extends Found {
  place: Place;
  /** Null: nothing has been read yet. */
  data: unknown;
  redis: RedisState;
  failure: Exclude<Answer<unknown>, { kind: 'data' }> | null;
}

const everySecondMs = 1_000;

/** The operators' console: a header, one page, and the dialog that asks before something is changed. */
export class OrderConsole extends LitElement {
  private session: Session = sessionOf(this);
  private shown: Shown | null = null;
  private polling: Poll | null = null;
  private message = '';

  protected override createRenderRoot(): this {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    followNavigation(canFollow, (place) => this.show(place));
    // Times count on between answers.
    setInterval(() => document.hidden || this.requestUpdate(), everySecondMs);
    void this.show(here());
  }

  /** @returns once the page shows its first answer */
  private show(place: Place): Promise<void> {
    this.polling?.stop();
    const found = pageAt(place);
    if (!found) return Promise.resolve();
    const { page, params } = found;
    const source = page.source(this.contextOf({ place, params }));
    const sources = typeof source === 'string' ? { page: source } : source;
    return new Promise((resolve) => {
      this.polling = poll(
        page.redisOf ? sources : { ...sources, queues: '/queues' },
        page.everyMs,
        (answer) => {
          this.take(answer, { page, params, place });
          void this.updateComplete.then(() => resolve());
        },
      );
    });
  }

  private take(answer: Answer<Record<string, unknown>>, next: Found & { place: Place }): void {
    const { shown } = this;
    const isSame = shown?.place === next.place;
    if (answer.kind === 'data') {
      const { queues, ...sources } = answer.data;
      const data = 'page' in sources ? sources['page'] : sources;
      const redis = next.page.redisOf?.(data as never) ?? (queues as Queues).redis;
      this.shown = { ...next, data, redis, failure: null };
    } else {
      this.shown = {
        redis: shown?.redis ?? 'up',
        ...next,
        data: isSame ? shown.data : null,
        failure: answer,
      };
    }
    if (!isSame) this.message = '';
    this.requestUpdate();
    // As a document would: what is read out begins with the page's name.
    if (shown && shown.place.path !== next.place.path) {
      void this.updateComplete.then(() => this.querySelector('h1')?.focus());
    }
  }

  private contextOf({ place, params }: Pick<Shown, 'place' | 'params'>): Context {
    const act = (action: Action) => void this.querySelector<ActionDialog>('action-dialog')?.ask(action);
    return { place, params, act: this.session.role === 'operator' ? act : null };
  }

  protected override render(): unknown {
    const { shown, session } = this;
    return html`${header(session, shown?.place ?? here())}
      <main id="main" tabindex="-1" aria-busy=${shown === null}>
        <p role="status" class="status">${this.message}</p>
        ${shown ? this.page(shown) : html`<p class="muted">Loading…</p>`}
      </main>
      <action-dialog @acted=${(event: CustomEvent<string>) => this.acted(event.detail)}></action-dialog>`;
  }

  private page(shown: Shown): TemplateResult {
    const context = this.contextOf(shown);
    const title = shown.page.title(context);
    document.title = `${title} · order-countdown`;
    return html`<h1 tabindex="-1">${title}</h1>
      ${shown.failure ? failed(shown.failure) : shown.redis === 'down' ? withoutRedis : nothing}
      ${shown.data === null ? nothing : shown.page.view(shown.data as never, context)}`;
  }

  private acted(message: string): void {
    this.message = message;
    this.polling?.refresh();
    this.requestUpdate();
  }
}

const withoutRedis = html`<p class="warning" role="alert">
  Redis is away. Orders go on without it: they are placed and paid as usual, and the sweep cancels those that
  are due.
</p>`;

function failed(answer: NonNullable<Shown['failure']>): TemplateResult {
  const text =
    answer.kind === 'away'
      ? 'The API doesn’t answer. This page asks again every second and shows meanwhile what it knew last.'
      : `${answer.problem.title}. ${answer.problem.detail ?? ''}`;
  return html`<p class="alert" role="alert">${text}</p>`;
}

/** The page says who is signed in. */
function sessionOf({ dataset }: HTMLElement): Session {
  const { username = '', role = 'viewer', environment = '' } = dataset;
  return { username, role: role === 'operator' ? 'operator' : 'viewer', environment };
}

customElements.define('order-console', OrderConsole);
