import { createOrderViewer, OrderCountdownProblem } from '@order-countdown/client';
import type { OrderViewer, OrderUpdate, OrderWatch } from '@order-countdown/client';
import type { OrderAddress } from './order-address.ts';
import { expiryOf, type ViewTokens } from './view-tokens.ts';

/** Why an order can't be followed. */
export type Trouble = 'expired' | 'refused' | 'missing' | 'failed';

export interface Listener {
  updated(update: OrderUpdate): void;
  failed(trouble: Trouble): void;
  /** Tells once when the order was placed, in milliseconds since 1970. */
  placed(atMs: number): void;
}

/** An order that is followed. */
export interface Following {
  /** Of the newest watch that knows something. Null: none does yet. */
  readonly remainingMs: number | null;
  /** Whether the service can't be reached. */
  readonly isInterrupted: boolean;
  /** Begins again: with a new connection, and the clock of the service read anew. */
  resync(): void;
  /** Replaces the token, then begins again. */
  renewToken(): Promise<void>;
  stop(): void;
}

/** The stream of a proxy that holds it back is given up for polling after this time. */
const timeoutMs = 5_000;

/** Follows an order with the client's `watchOrder`, and with other tokens if need be. */
export function followOrder(
  { baseUrl, id }: OrderAddress,
  tokens: ViewTokens,
  listener: Listener,
): Following {
  /** The watch that tells `remainingMs`: while the next one has heard nothing, the one before it goes on. */
  let told: OrderWatch | null = null;
  let newest: OrderWatch | null = null;
  let isPlacedAsked = false;
  let isStopped = false;
  let running = new AbortController();

  async function watch(token: string | undefined, signal: AbortSignal): Promise<void> {
    const client = createOrderViewer({ baseUrl, token, timeoutMs });
    const current = client.watchOrder(id, { signal });
    newest = current;
    for await (const update of current) {
      if (signal.aborted) return;
      told = current;
      listener.updated(update);
      if (!isPlacedAsked) void askPlaced(client);
    }
  }

  /** One that was accepted before, or that is over by the clock of the page. */
  const hasExpired = (token = '') => told !== null || expiryOf(token) <= Date.now();

  async function askPlaced(client: OrderViewer): Promise<void> {
    isPlacedAsked = true;
    try {
      const { createdAt } = await client.getOrder(id, { signal: running.signal });
      listener.placed(Date.parse(createdAt));
    } catch {
      isPlacedAsked = false; // It is asked again with the next update.
    }
  }

  async function run(signal: AbortSignal): Promise<void> {
    const token = await tokens.get();
    if (signal.aborted) return;
    try {
      await watch(token, signal);
    } catch (error) {
      if (signal.aborted) return;
      const trouble = troubleOf(error);
      if (trouble === 'refused' && (await tokens.replace(token))) return run(signal);
      if (signal.aborted) return;
      listener.failed(trouble === 'refused' && hasExpired(token) ? 'expired' : trouble);
    }
  }

  function resync(): void {
    running.abort();
    running = new AbortController();
    void run(running.signal);
  }

  resync();
  return {
    get remainingMs() {
      return told?.remainingMs ?? null;
    },
    get isInterrupted() {
      return newest?.isInterrupted ?? false;
    },
    resync,
    async renewToken() {
      if ((await tokens.replace()) && !isStopped) resync();
    },
    stop() {
      isStopped = true;
      running.abort();
    },
  };
}

function troubleOf(error: unknown): Trouble {
  const { status, code = null } = error instanceof OrderCountdownProblem ? error : { status: 0 };
  if (status === 401 || status === 403) return 'refused';
  if (code === 'order_not_found') return 'missing';
  console.error('<order-countdown>: the order can’t be followed.', error);
  return 'failed';
}
