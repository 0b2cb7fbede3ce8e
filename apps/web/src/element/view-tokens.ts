/** The view token that the element uses, and where another one comes from. */
export interface ViewTokens {
  /** Asks for one, if the page gave none. @returns undefined: there is none to be had */
  get(): Promise<string | undefined>;
  /**
   * Asks for another.
   *
   * @param refused the one to replace, which may have been replaced already
   * @returns whether there is another now
   */
  replace(refused?: string): Promise<boolean>;
  /** Whether to replace the token already. @param serverNowMs by the clock of the service, as its expiry is */
  isAboutToExpire(serverNowMs: number): boolean;
}

const leadMs = 30_000;
const timeoutMs = 10_000;
/** However often the service refuses what the page answers, and however short tokens live. */
const maxAsked = 4;
const perMs = 60_000;
const firstPauseMs = 1_000;

/** @param refreshUrl null: there is no other token than this one */
export function createViewTokens(given: string, refreshUrl: string | null): ViewTokens {
  let token = given;
  let replacing: Promise<boolean> | null = null;
  /** When the page was asked. */
  let asked: number[] = [];

  /** Whether the page may be asked. */
  function isWithinLimit(): boolean {
    asked = asked.filter((atMs) => performance.now() - atMs < perMs);
    return asked.length < maxAsked;
  }

  /** An answer that fails is asked for again; one that brings nothing new is not. */
  async function ask(url: string): Promise<boolean> {
    for (let pauseMs = firstPauseMs; isWithinLimit(); pauseMs *= 2) {
      asked.push(performance.now());
      try {
        const answered = await fetchToken(url);
        const isNew = answered !== token;
        token = answered;
        return isNew;
      } catch (error) {
        console.warn('<order-countdown>: refresh-url gave no token.', error);
      }
      if (isWithinLimit()) await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
    return false;
  }

  async function replace(refused = token): Promise<boolean> {
    if (token !== refused) return true;
    if (refreshUrl === null) return false;
    replacing ??= ask(refreshUrl).finally(() => {
      replacing = null;
    });
    return replacing;
  }

  return {
    async get() {
      if (token === '') await replace();
      return token || undefined;
    },
    replace,
    isAboutToExpire(serverNowMs) {
      if (refreshUrl === null || replacing || asked.some((atMs) => performance.now() - atMs < leadMs / 2))
        return false;
      return expiryOf(token) - serverNowMs < leadMs;
    },
  };
}

async function fetchToken(url: string): Promise<string> {
  const response = await fetch(url, {
    credentials: 'same-origin',
    cache: 'no-store',
    headers: { Accept: 'application/json' },
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`its status is ${response.status}`);
  const { token } = (await response.json()) as { token?: unknown };
  if (typeof token !== 'string' || token === '') throw new Error('the answer is not {"token": "…"}');
  return token;
}

/** In milliseconds since 1970; Infinity if the token does not tell. It is a JWT, which the service alone can check. */
export function expiryOf(token: string): number {
  try {
    const [, claims = ''] = token.split('.');
    const { exp } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1_000 : Infinity;
  } catch {
    return Infinity;
  }
}
