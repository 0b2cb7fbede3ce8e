export interface OrderCountdownOptions {
  /** Where the service is, such as `https://orders.shop.example`, with a path if it has one in front of it. */
  baseUrl: string;
  /**
   * A bearer token, or the `viewToken` of an order; or a function that returns one, called for each request, so that a
   * token can be replaced before it expires. Left out: only routes that need none can be called.
   */
  token?: string | (() => string | Promise<string>) | undefined;
  /** Used instead of the global `fetch`. */
  fetch?: typeof globalThis.fetch | undefined;
  /** How long one attempt may take, in milliseconds: 1 to 600,000. Default: 10,000. */
  timeoutMs?: number | undefined;
  /** How often a call is repeated that failed and may be repeated: 0 to 10. Default: 3. */
  maxRetries?: number | undefined;
}

/** Of one call. */
export interface CallOptions {
  /** Ends the call: it rejects with the signal's reason. A request that was sent may still take effect. */
  signal?: AbortSignal | undefined;
  /** Instead of the client's own. */
  timeoutMs?: number | undefined;
  /** Instead of the client's own. */
  maxRetries?: number | undefined;
}

/** Of a call that could otherwise do something twice. */
export interface KeyedCallOptions extends CallOptions {
  /**
   * Your own key for the request: 1 to 255 printable ASCII characters. A client that sends the same key again, even after
   * it was restarted, does nothing twice. Default: a new key for each call, the same in all its attempts.
   */
  idempotencyKey?: string | undefined;
}

export interface StreamOptions {
  /** The `id` of the last event that was received. */
  lastEventId?: string | undefined;
  /** Ends the stream. */
  signal?: AbortSignal | undefined;
}

/** Where requests go, and how: the options, checked. */
export interface Service {
  readonly baseUrl: URL;
  readonly token: () => Promise<string | undefined>;
  readonly fetch: typeof globalThis.fetch;
  readonly timeoutMs: number;
  readonly maxRetries: number;
}

/** @throws TypeError an option is not valid */
export function checkOptions(options: OrderCountdownOptions): Service {
  const { token, timeoutMs = 10_000, maxRetries = 3 } = options;
  if (token !== undefined && typeof token !== 'function' && (typeof token !== 'string' || token === '')) {
    throw new TypeError('token must be a token, or a function that returns one');
  }
  requireInteger('timeoutMs', timeoutMs, 1, 600_000);
  requireInteger('maxRetries', maxRetries, 0, 10);
  // Called as a method of anything else, the fetch of browsers throws.
  const { fetch = (input, init) => globalThis.fetch(input, init) } = options;
  return {
    baseUrl: parseBaseUrl(options.baseUrl),
    token: async () => (typeof token === 'function' ? token() : token),
    fetch,
    timeoutMs,
    maxRetries,
  };
}

export function requireInteger(name: string, value: number, min: number, max: number): void {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new TypeError(`${name} must be a whole number from ${min} to ${max}`);
}

function parseBaseUrl(text: string): URL {
  // A page may name a path of its own host.
  const { location } = globalThis as { location?: { href: string } };
  try {
    const url = new URL(text, location?.href);
    if (/^https?:$/.test(url.protocol)) return url;
  } catch {
    // Told below.
  }
  throw new TypeError('baseUrl must be an http:// or https:// address');
}
