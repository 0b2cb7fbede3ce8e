import { html, LitElement, nothing, type TemplateResult } from 'lit';
import './action-dialog.ts';
import type { Action, ActionDialog } from './action-dialog.ts';
import type { Answer } from './api.ts';
import { header } from './header.ts';
import type { Context, Session } from './page.ts';
import { pageAt, type Found } from './pages.ts';
import { followNavigation, here, type Place } from './place.ts';
import { poll, type Poll } from './poll.ts';

/** What is on the screen. It stays until the next page has its data, and while the API is away. */
interface Shown extends Found {
  place: Place;
  data: unknown;
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
    followNavigation(
      (place) => pageAt(place) !== null,
      (place) => this.show(place),
    );
    // Times count on between answers.
    setInterval(() => document.hidden || this.requestUpdate(), everySecondMs);
    void this.show(here());
  }

  /** @returns once the page shows its first answer */
  private show(place: Place): Promise<void> {
    this.polling?.stop();
    const found = pageAt(place);
    if (!found) return Promise.resolve();
    const context = this.contextOf({ ...found, place });
    return new Promise((resolve) => {
      let isFirst = true;
      this.polling = poll(found.page.source(context), found.page.everyMs, (answer) => {
        this.take(answer, { ...found, place });
        if (isFirst) void this.updateComplete.then(resolve);
        isFirst = false;
      });
    });
  }

  private take(answer: Answer<unknown>, next: Found & { place: Place }): void {
    const isSame = this.shown?.place === next.place;
    const isMove = this.shown !== null && this.shown.place.path !== next.place.path;
    const before = isSame ? this.shown?.data : null;
    const data = answer.kind === 'data' ? answer.data : before;
    this.shown = { ...next, data, failure: answer.kind === 'data' ? null : answer };
    if (!isSame) this.message = '';
    this.requestUpdate();
    if (isMove) void this.updateComplete.then(() => this.querySelector('h1')?.focus());
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
      ${shown.failure ? failed(shown.failure) : nothing}
      ${shown.data === null ? nothing : shown.page.view(shown.data as never, context)}`;
  }

  private acted(message: string): void {
    this.message = message;
    this.polling?.refresh();
    this.requestUpdate();
  }
}

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
