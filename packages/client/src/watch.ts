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
  /**
   * Whether the service can't be reached, so that what is known may be out of date; `remainingMs` goes on counting. The
   * watch is trying again. Ends with the next update.
   */
  readonly isInterrupted: boolean;
}

export interface WatchOptions {
  /** Ends the watch, without an error. */
  signal?: AbortSignal | undefined;
}

type Countdown = components['schemas']['Countdown'];

const minDelayMs = 1_000;
const maxDelayMs = 15_000;
/** The rate limit counts by the minute. */
const maxRetryAfterMs = 60_000;
const defaultReconnectMs = 2_000;

/**
 * Follows an order until it is paid or cancelled: by its stream, which is opened again where it left off whenever it
 * breaks; while there is none to be had, by polling the countdown.
 *
 * What is told of another order counts as no answer.
 *
 * Going through it throws an OrderCountdownProblem that no waiting mends, such as `order_not_found`, or `unauthenticated`
 * when the token has expired.
 *
 * @param poll asks for the countdown, without retries
 */
export function watchOrder(
  service: Service,
  id: string,
  path: string,
  poll: () => Promise<Countdown>,
  { signal }: WatchOptions,
): OrderWatch {
  const state = createWatchState(id);
  let lastEventId: string | undefined;
  /** How often a stream was opened since the last event. */
  let attempts = 0;
  /** When the last update came, or the watch began. */
  let updatedAtMs = performance.now();
  let isInterrupted = false;
  /** The service spreads those who reconnect: each stream says how long to wait. */
  let reconnectMs = defaultReconnectMs;

  function noteUpdate(): void {
    updatedAtMs = performance.now();
    isInterrupted = false;
  }

  /** @param askedAtMs when the stream was asked for, which its first event answers */
  async function* readStream(
    { events, retryMs }: OrderStream,
    askedAtMs: number,
  ): AsyncGenerator<OrderUpdate> {
    let isAnswer = true;
    for await (const streamed of events) {
      const update = state.applyStreamed(streamed, isAnswer ? performance.now() - askedAtMs : 0);
      isAnswer = false;
      lastEventId = streamed.id;
      attempts = 0;
      reconnectMs = retryMs() ?? defaultReconnectMs;
      noteUpdate();
      yield update;
      // A snapshot does not end the stream, whatever its status: the events that were missed follow it.
      if (isFinalEvent(update.type)) return;
    }
  }

  function delayMs(): number {
    if (attempts === 0) return reconnectMs;
    return isInterrupted ? outageDelayMs(updatedAtMs) : pollDelayMs(attempts);
  }

  async function* follow(): AsyncGenerator<OrderUpdate> {
    while (!state.isFinal()) {
      let askedMs = 0;
      let askedAtMs = performance.now();
      try {
        attempts += 1;
        yield* readStream(await openStream(service, path, { lastEventId, signal }), askedAtMs);
      } catch (error) {
        askedMs = waitAskedBy(error);
      }
      if (state.isFinal()) return;
      isInterrupted = true;
      if (attempts > 0) {
        askedAtMs = performance.now();
        const polled = await poll()
          .then((countdown) => state.applyPolled(countdown, performance.now() - askedAtMs))
          .catch(waitAskedBy);
        if (typeof polled === 'object') {
          noteUpdate();
          yield polled;
        }
      }
      if (state.isFinal()) return;
      await wait(untilDeadline(Math.max(askedMs, delayMs()), state), signal);
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
    get isInterrupted() {
      return isInterrupted;
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

/** Polls pause for twice as long each time. */
function pollDelayMs(attempts: number): number {
  return bounded(minDelayMs * 2 ** (attempts - 1));
}

/** A quarter of the outage so far: after one of eight seconds, such as a restart, a page is right within two. */
function outageDelayMs(updatedAtMs: number): number {
  return bounded((performance.now() - updatedAtMs) / 4);
}

/** Random, so that not everybody comes at once. */
function bounded(delayMs: number): number {
  return Math.min(Math.max(delayMs, minDelayMs), maxDelayMs) * (0.5 + Math.random() / 2);
}

/** Just after the deadline there is news. */
function untilDeadline(delayMs: number, state: WatchState): number {
  return Math.min(delayMs, (state.remainingMs() ?? Infinity) + 1_000);
}
