import { inBatches } from '../platform/batches.ts';
import type { Logger } from '../platform/logger.ts';
import type { Postgres } from '../platform/postgres.ts';
import type { Redis } from '../redis/connection.ts';
import { within } from '../platform/within.ts';
import { claimDue, releaseClaimed } from './outbox.ts';
import type { WebhookQueue } from './queue.ts';

/**
 * Queues the deliveries in the outbox. Every process nudges it after a commit, for speed; the worker also runs it
 * every second, so that nothing is missed. While Postgres or Redis is down, deliveries wait in the outbox.
 */
export interface WebhookRelay {
  /**
   * Queues all due deliveries. Does nothing while Redis is disconnected.
   *
   * @throws LedgerUnavailable, or the error of Redis; the claimed deliveries are then due again
   */
  run(signal?: AbortSignal): Promise<void>;
  /** Starts a run in the background, at most one at a time and with a pause in between. */
  nudge(): void;
}

export interface WebhookRelayDependencies {
  postgres: Postgres;
  redis: Redis;
  queue: WebhookQueue;
  logger: Logger;
}

const batchSize = 500;
const queueTimeLimitMs = 2_000;

const never = new AbortController().signal;

/** Minimum gap between nudged runs. */
const pauseMs = 20;

export function createWebhookRelay({
  postgres,
  redis,
  queue,
  logger,
}: WebhookRelayDependencies): WebhookRelay {
  async function run(signal = never): Promise<void> {
    await inBatches(batchSize, signal, async (limit) => {
      if (redis.status !== 'ready') return 0;
      const claimed = await claimDue(postgres, limit);
      if (claimed.length > 0) await enqueue(claimed);
      return claimed.length;
    });
  }

  async function enqueue(claimed: Awaited<ReturnType<typeof claimDue>>): Promise<void> {
    try {
      await within(queueTimeLimitMs, queue.add(claimed));
    } catch (error) {
      await releaseClaimed(
        postgres,
        claimed.map(({ id }) => id),
      );
      throw error;
    }
  }

  let isRunning = false;
  let isWanted = false;

  function nudge(): void {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    isWanted = false;
    // The worker's periodic run retries, and logs its failures as warnings.
    const running = run().catch((error: unknown) => logger.debug({ err: error }, 'webhook relay failed'));
    void running.then(() => {
      setTimeout(() => {
        isRunning = false;
        if (isWanted) nudge();
      }, pauseMs).unref();
    });
  }

  return { run, nudge };
}
