/** What the server of the shop gives its page: see `apps/api/src/shop`. */
interface Granted {
  customerId: string;
  customerToken: string;
  backendToken: string;
  webhooks: { id: string; secret: string; missing: null } | { missing: string };
}

/** Tokens for the two that the page plays: a shopper, and the server of a shop. */
export interface Session {
  /** @throws Error the server doesn't answer, or refuses */
  open(): Promise<Granted>;
  /** Those of now: they are renewed before they expire. */
  granted(): Promise<Granted>;
  /** With which webhooks are signed; empty if there are none. */
  secret: () => string;
}

/** Tokens are valid for an hour. */
const renewAfterMs = 50 * 60 * 1_000;

/** For each tab a customer of its own, so that it shows its own orders alone. */
const storageKey = 'order-countdown customer';

export function createSession(): Session {
  let current: Granted | null = null;
  let openedAt = 0;

  async function open(): Promise<Granted> {
    const customerId = sessionStorage.getItem(storageKey) ?? undefined;
    const response = await fetch('/shop/token', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ customerId }),
    });
    if (!response.ok) throw new Error(`/shop/token answered with ${response.status}`);
    current = (await response.json()) as Granted;
    openedAt = performance.now();
    sessionStorage.setItem(storageKey, current.customerId);
    return current;
  }

  return {
    open,
    secret: () => (current?.webhooks.missing === null ? current.webhooks.secret : ''),
    granted: async () => (current && performance.now() - openedAt < renewAfterMs ? current : open()),
  };
}
