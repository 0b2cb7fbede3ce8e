import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Answer, Problem } from './api.ts';

/** Something that an operator may do, once asked. */
export interface Action {
  title: string;
  /** What will have happened, and what can't be undone. */
  consequence: string | TemplateResult;
  fields?: TemplateResult;
  /** The name of the button that does it. */
  confirm: string;
  isDangerous?: boolean;
  /** @param key of the request: see `change` */
  run: (form: Record<string, string>, key: string) => Promise<Answer<unknown>>;
  /** Said once it is done. A template is shown until it is closed: what is shown only once. */
  done: (data: never) => string | TemplateResult;
}

type State = 'asking' | 'running' | { failure: string } | { result: TemplateResult };

/** Asks, acts and tells what came of it. A modal `<dialog>`: the browser keeps the focus in it, and Escape closes it. */
export class ActionDialog extends LitElement {
  static override properties = { state: { state: true } };
  declare private state: State;
  private action: Action | null = null;
  private key = '';

  constructor() {
    super();
    this.state = 'asking';
  }

  protected override createRenderRoot(): this {
    return this;
  }

  async ask(action: Action): Promise<void> {
    this.action = action;
    this.key = newKey();
    this.state = 'asking';
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector('dialog')?.showModal();
  }

  private close(): void {
    this.querySelector('dialog')?.close();
  }

  /** A secret must not stay in the document. While it runs, nobody can leave: what it answers may be told only once. */
  private closed(): void {
    if (this.state === 'running') return this.querySelector('dialog')?.showModal();
    this.action = null;
    this.state = 'asking';
    this.requestUpdate();
  }

  private async run(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const { action } = this;
    if (!action || this.state === 'running') return;
    const fields = new FormData(event.target as HTMLFormElement);
    this.state = 'running';
    const entries = [...fields]
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, value as string]);
    const answer = await action.run(Object.fromEntries(entries), this.key);
    if (answer.kind !== 'away') this.key = newKey();
    if (answer.kind !== 'data') {
      this.state = { failure: failureOf(answer) };
      if (answer.kind === 'away') this.tell('');
      return;
    }
    const done = action.done(answer.data as never);
    this.state = typeof done === 'string' ? 'asking' : { result: done };
    if (typeof done === 'string') this.close();
    this.tell(typeof done === 'string' ? done : '');
  }

  /** The console reads again what it shows, and says this. */
  private tell(message: string): void {
    this.dispatchEvent(new CustomEvent('acted', { detail: message }));
  }

  protected override render(): unknown {
    return html`<dialog aria-labelledby="action-title" @close=${() => this.closed()}>
      ${this.action && this.content(this.action)}
    </dialog>`;
  }

  private content(action: Action): TemplateResult {
    const { state } = this;
    const heading = html`<h2 id="action-title">${action.title}</h2>`;
    if (typeof state === 'object' && 'result' in state) {
      return html`${heading} ${state.result}
        <p class="buttons"><button type="button" autofocus @click=${() => this.close()}>Close</button></p>`;
    }
    return html`<form @submit=${(event: SubmitEvent) => void this.run(event)}>
      ${heading}
      <p>${action.consequence}</p>
      ${action.fields ?? nothing}
      <div role="alert">
        ${typeof state === 'object' ? html`<p class="alert">${state.failure}</p>` : nothing}
      </div>
      <p class="buttons">
        <button type="button" class="quiet" @click=${() => this.close()}>Don’t</button>
        <button class=${action.isDangerous ? 'danger' : ''} aria-disabled=${state === 'running'}>
          ${action.confirm}
        </button>
      </p>
    </form>`;
  }
}

customElements.define('action-dialog', ActionDialog);

/** Not `randomUUID`, which pages that came over plain HTTP don't have. */
const newKey = () => [...crypto.getRandomValues(new Uint32Array(4))].join('-');

function failureOf(answer: { kind: 'away' } | { kind: 'problem'; problem: Problem }): string {
  if (answer.kind === 'away') {
    return 'The API did not answer, so it may have happened or not. Try again: it happens once at most.';
  }
  return answer.problem.detail ?? answer.problem.title;
}
