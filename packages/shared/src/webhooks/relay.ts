import { inBatches } from '../platform/batches.ts';
import type { Logger } from '../platform/logger.ts';
import type { Postgres } from '../platform/postgres.ts';
import type { Redis } from '../redis/connection.ts';
import { within } from '../platform/within.ts';
import { claimDue, releaseClaimed } from './outbox.ts';
import type { WebhookQueue } from './queue.ts';

/**
 * Gives the deliveries of the outbox to the queue. Whoever commits events runs it afterwards, for speed; the worker
 * runs it every second, for certain. It needs both stores, and where one is away the outbox waits.
 */
export interface WebhookRelay {
  /** @throws LedgerUnavailable, or when Redis fails: what was claimed is due again */
  run(signal?: AbortSignal): Promise<void>;
  /** Runs soon, in the background. However often it is called, one run follows another with a pause. */
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

/** So much a nudge may add to the way of an event, and so rarely a busy process asks an empty outbox. */
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
    // The worker's sweep repeats what fails here, and says so.
    const running = run().catch((error: unknown) =>
      logger.debug({ err: error }, 'a relay of webhooks failed'),
    );
    void running.then(() => {
      setTimeout(() => {
        isRunning = false;
        if (isWanted) nudge();
      }, pauseMs).unref();
    });
  }

  return { run, nudge };
}
