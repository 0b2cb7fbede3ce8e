import type { Service } from './options.ts';
import type { components } from './openapi.ts';
import { OrderCountdownConnectionError, OrderCountdownProblem } from './problem.ts';
import { openStream, type OrderStream } from './stream.ts';
import { wait } from './timer.ts';
import { createWatchState, isFinalEvent, type OrderUpdate, type WatchState } from './watch-state.ts';

/** An order as it changes. Go through it once, with `for await`; leaving the loop closes the connection. */
export interface OrderWatch extends AsyncIterable<OrderUpdate> {
  /**
   * Milliseconds left to pay, now, by the clock of the service: read it as often as you draw. 0 from the deadline on, and
   * once the order is paid or cancelled. Null before the first update.
   */
  readonly remainingMs: number | null;
}

export interface WatchOptions {
  /** Ends the watch, without an error. */
  signal?: AbortSignal | undefined;
}

type Countdown = components['schemas']['Countdown'];

const maxPollIntervalMs = 15_000;
/** The rate limit counts by the minute. */
const maxRetryAfterMs = 60_000;
const defaultReconnectMs = 2_000;

/**
 * Follows an order until it is paid or cancelled: by its stream, which is opened again where it left off whenever it
 * breaks; while there is none to be had, by polling the countdown.
 *
 * Going through it throws an OrderCountdownProblem that no waiting mends, such as `order_not_found`, or `unauthenticated`
 * when the token has expired.
 *
 * @param poll asks for the countdown, without retries
 */
export function watchOrder(
  service: Service,
  path: string,
  poll: () => Promise<Countdown>,
  { signal }: WatchOptions,
): OrderWatch {
  const state = createWatchState();
  let lastEventId: string | undefined;
  /** How often a stream was opened since the last event. */
  let attempts = 0;
  /** The service spreads those who reconnect: each stream says how long to wait. */
  let reconnectMs = defaultReconnectMs;

  async function* readStream({ events, retryMs }: OrderStream): AsyncGenerator<OrderUpdate> {
    for await (const streamed of events) {
      const update = state.applyStreamed(streamed);
      lastEventId = streamed.id;
      attempts = 0;
      reconnectMs = retryMs() ?? defaultReconnectMs;
      yield update;
      // A snapshot does not end the stream, whatever its status: the events that were missed follow it.
      if (isFinalEvent(update.type)) return;
    }
  }

  async function* follow(): AsyncGenerator<OrderUpdate> {
    while (!state.isFinal()) {
      let askedMs = 0;
      try {
        attempts += 1;
        yield* readStream(await openStream(service, path, { lastEventId, signal }));
      } catch (error) {
        askedMs = waitAskedBy(error);
      }
      if (attempts > 0 && !state.isFinal()) {
        const countdown = await poll().catch(waitAskedBy);
        if (typeof countdown === 'object') yield state.applyPolled(countdown);
      }
      if (state.isFinal()) return;
      const delayMs = attempts === 0 ? reconnectMs : Math.max(askedMs, backoffMs(attempts));
      await wait(untilDeadline(delayMs, state), signal);
    }
  }

  async function* quietly(): AsyncGenerator<OrderUpdate> {
    try {
      yield* follow();
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  }

  const updates = quietly();
  return {
    get remainingMs() {
      return state.remainingMs();
    },
    [Symbol.asyncIterator]: () => updates,
  };
}

/**
 * How long the service asks to wait before another attempt.
 *
 * @throws the error, if waiting does not mend it. The rest are outages, overload and rate limits
 */
function waitAskedBy(error: unknown): number {
  if (error instanceof OrderCountdownConnectionError) return 0;
  if (error instanceof OrderCountdownProblem && (error.status === 429 || error.status >= 500)) {
    return Math.min(error.retryAfterMs ?? 0, maxRetryAfterMs);
  }
  throw error;
}

function backoffMs(attempts: number): number {
  return Math.min(1_000 * 2 ** (attempts - 1), maxPollIntervalMs) * (0.5 + Math.random() / 2);
}

/** Just after the deadline there is news. */
function untilDeadline(delayMs: number, state: WatchState): number {
  return Math.min(delayMs, (state.remainingMs() ?? Infinity) + 1_000);
}
