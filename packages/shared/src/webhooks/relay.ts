import type { Logger } from '../platform/logger.ts';
import type { Postgres } from '../platform/postgres.ts';
import { untraced } from '../platform/tracing.ts';
import type { Connection } from '../redis/answering.ts';
import { within } from '../platform/within.ts';
import { createFanOut } from './fan-out.ts';
import { createClaims, releaseClaimed, type ClaimedDelivery, type Places } from './outbox.ts';
import type { WebhookQueue } from './queue.ts';
import type { Windows } from './windows.ts';

/**
 * Turns the events in the outbox into deliveries, and queues those that are due, a window of each endpoint at a time.
 * Every process nudges it after a commit, for speed. The worker runs it every second, so that nothing is missed, and
 * nudges it when a job ends and more deliveries wait for its place. While Redis is down, deliveries are still written,
 * and wait in Postgres.
 */
export interface WebhookRelay {
  /**
   * Empties the outbox and fills the windows. Does only the first while Redis is disconnected.
   *
   * @throws LedgerUnavailable, or the error of Redis; the claimed deliveries are then due again
   */
  run(signal?: AbortSignal): Promise<void>;
  /** The next run looks at everything in Postgres, old as it may be: Postgres may have been restored. */
  startOver(): void;
  /**
   * Starts a run in the background, at most one at a time and with a pause in between. Does nothing for a second after a
   * run that found no endpoint: an event for one that was registered meanwhile is left to the worker.
   */
  nudge(): void;
}

export interface WebhookRelayDependencies {
  postgres: Postgres;
  /** Of the queue and the windows. */
  connection: Connection;
  windows: Windows;
  queue: WebhookQueue;
  logger: Logger;
}

const queueTimeLimitMs = 2_000;

const never = new AbortController().signal;

/** Minimum gap between nudged runs. */
const pauseMs = 20;

/** As long as the worker's interval, so that an event waits no longer than one that no process has relayed. */
const noEndpointsMs = 1_000;

export function createWebhookRelay({
  postgres,
  connection,
  windows,
  queue,
  logger,
}: WebhookRelayDependencies): WebhookRelay {
  const fanOut = createFanOut(postgres);
  const claims = createClaims(postgres);

  /** Of deliveries that were to be queued when Redis failed: they may take places that they do not need. */
  let doubtful: readonly ClaimedDelivery[] = [];
  let noEndpointsUntilMs = -Infinity;

  async function run(signal = never): Promise<void> {
    let mayBeMore = true;
    while (mayBeMore && !signal.aborted) {
      const askedAtMs = performance.now();
      const { isFull, endpointIds, hasEndpoints } = await fanOut.takeBatch();
      mayBeMore = isFull;
      noEndpointsUntilMs = hasEndpoints ? -Infinity : askedAtMs + noEndpointsMs;
      // New events first: looking for what else is due takes a statement of its own.
      await fillWindows(endpointIds);
    }
    if (!signal.aborted && connection.status === 'ready') await fillWindows(await claims.findWaiting());
  }

  async function fillWindows(endpointIds: readonly string[]): Promise<void> {
    if (endpointIds.length === 0 || connection.status !== 'ready') return;
    await within(queueTimeLimitMs, windows.forget(doubtful));
    doubtful = [];
    const free = await within(queueTimeLimitMs, windows.freePlaces(endpointIds));
    const asked = endpointIds
      .map((endpointId, index) => ({ endpointId, places: free[index] ?? 0 }))
      .filter(({ places }) => places > 0);
    if (asked.length === 0) return;
    const claimed = await claims.claim(asked);
    if (claimed.length > 0) await enqueue(asked, claimed);
  }

  async function enqueue(asked: readonly Places[], claimed: readonly ClaimedDelivery[]): Promise<void> {
    try {
      await within(queueTimeLimitMs, enterAndAdd(asked, claimed));
    } catch (error) {
      doubtful = claimed;
      await releaseClaimed(
        postgres,
        claimed.map(({ id }) => id),
      );
      throw error;
    }
  }

  /** Both use one connection, so the deliveries are in their windows before a worker can get their jobs. */
  async function enterAndAdd(asked: readonly Places[], claimed: readonly ClaimedDelivery[]): Promise<void> {
    const byEndpoint = Map.groupBy(claimed, ({ endpointId }) => endpointId);
    const entering = asked.map(({ endpointId, places }) => {
      const ids = (byEndpoint.get(endpointId) ?? []).map(({ id }) => id);
      return windows.enter(endpointId, ids, ids.length >= places);
    });
    await Promise.all([...entering, queue.add(claimed)]);
  }

  let isRunning = false;
  let isWanted = false;

  function nudge(): void {
    if (performance.now() < noEndpointsUntilMs) return;
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    isWanted = false;
    // The worker's sweep repeats what fails here, and says so.
    const running = untraced(run).catch((error: unknown) =>
      logger.debug({ err: error }, 'a relay of webhooks failed'),
    );
    void running.then(() => {
      setTimeout(() => {
        isRunning = false;
        if (isWanted) nudge();
      }, pauseMs).unref();
    });
  }

  function startOver(): void {
    fanOut.startOver();
    claims.startOver();
  }

  return { run, nudge, startOver };
}
