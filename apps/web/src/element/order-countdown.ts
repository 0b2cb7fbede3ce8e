import { LitElement, type PropertyValues } from 'lit';
import type { OrderCountdownDetail, OrderCountdownElement } from '@order-countdown/client/element';
import { announcement, type Moment } from './announcements.ts';
import { parseOrderAddress } from './order-address.ts';
import { isRunning, phaseOf } from './phase.ts';
import { startPulse } from './pulse.ts';
import { createSession, type EventName, type Session } from './session.ts';
import { styles } from './styles.ts';
import { secondsIn } from './time.ts';
import { draw } from './view.ts';
import { createViewTokens } from './view-tokens.ts';
import { languageOf } from './words.ts';

const defaultWarnSeconds = 60;

/** Shows a shopper how long is left to pay for an order. See docs/embed.md. */
class OrderCountdown extends LitElement implements OrderCountdownElement {
  static override styles = styles;

  static override properties = {
    src: {},
    token: {},
    variant: {},
    warnSeconds: { type: Number, attribute: 'warn-seconds' },
    refreshUrl: { attribute: 'refresh-url' },
  };

  declare src: string;
  declare token: string;
  declare variant: 'ring' | 'bar';
  declare warnSeconds: number;
  declare refreshUrl: string;

  #session: Session | null = null;
  #stopPulse: (() => void) | null = null;
  #before: Moment | null = null;
  #announcement = '';

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang'];
  }

  constructor() {
    super();
    this.src = '';
    this.token = '';
    this.variant = 'ring';
    this.warnSeconds = defaultWarnSeconds;
    this.refreshUrl = '';
  }

  get remainingMs(): number | null {
    return this.#session?.told?.remainingMs ?? null;
  }

  get status(): OrderCountdownDetail['status'] | null {
    return this.#session?.told?.status ?? null;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    // Moved to another place: the order goes on where it was.
    if (this.hasUpdated) this.#begin();
    this.#stopPulse = startPulse({
      remainingMs: () => this.remainingMs,
      tick: () => this.#tick(),
      wake: () => this.#session?.wake(),
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopPulse?.();
    this.#session?.end();
  }

  override attributeChangedCallback(name: string, former: string | null, value: string | null): void {
    super.attributeChangedCallback(name, former, value);
    if (name === 'lang') this.requestUpdate();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('src')) this.#open();
    if (changed.has('src') || changed.has('token') || changed.has('refreshUrl')) this.#begin();
  }

  override render() {
    const told = this.#session?.told ?? null;
    const phase = phaseOf(told, this.#session ? this.#session.trouble : 'unset');
    const language = languageOf(this);
    const now = { phase, seconds: secondsIn(told?.remainingMs ?? 0) };
    this.#announcement = announcement(this.#before, now, language) ?? this.#announcement;
    this.#before = now;
    return draw({
      ...now,
      language,
      variant: this.variant === 'bar' ? 'bar' : 'ring',
      left: this.#session?.left ?? 0,
      isWarning: isRunning(phase) && now.seconds <= this.#warnSeconds,
      isOffline: this.#session?.isOffline ?? false,
      announcement: this.#announcement,
    });
  }

  get #warnSeconds(): number {
    return this.warnSeconds >= 0 ? this.warnSeconds : defaultWarnSeconds;
  }

  /** Another order. */
  #open(): void {
    this.#session?.end();
    this.#before = null;
    this.#announcement = '';
    const address = parseOrderAddress(this.src ?? '', document.baseURI);
    this.#session =
      address &&
      createSession(address, {
        warnSeconds: () => this.#warnSeconds,
        emit: (name, detail) => this.#emit(name, detail),
        changed: () => this.requestUpdate(),
      });
    if (!address && this.src) console.error(`<order-countdown>: src is no order's address: ${this.src}`);
  }

  #begin(): void {
    if (!this.isConnected) return;
    const given = this.refreshUrl || null;
    const refreshUrl = given !== null && URL.canParse(given, document.baseURI) ? given : null;
    if (refreshUrl !== given) console.error(`<order-countdown>: refresh-url is no address: ${given}`);
    this.#session?.begin(createViewTokens(this.token ?? '', refreshUrl));
  }

  #tick(): void {
    this.#session?.tick();
    this.requestUpdate();
  }

  #emit(name: EventName, detail: OrderCountdownDetail): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

// A page may have it twice: from the service, and bundled.
if (!customElements.get('order-countdown')) customElements.define('order-countdown', OrderCountdown);
