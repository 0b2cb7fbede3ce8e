import type { Ledger } from '../ledger.ts';
import type { Logger } from '../logger.ts';
import type { Postgres } from '../postgres.ts';
import type { Redis } from '../redis.ts';
import { within } from '../within.ts';
import { claimDue, releaseClaimed } from './outbox.ts';
import type { WebhookQueue } from './queue.ts';

/**
 * Gives the deliveries of the outbox to the queue. Whoever commits events runs it afterwards, for speed; the worker
 * runs it every second, for certain. It needs both stores, and where one is away the outbox waits.
 */
export interface WebhookRelay {
  /** @throws LedgerUnavailable, or when Redis fails: what was claimed is due again */
  run(): Promise<void>;
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

/** So much a nudge may add to the way of an event, and so rarely a busy process asks an empty outbox. */
const pauseMs = 20;

export function createWebhookRelay({
  postgres,
  redis,
  queue,
  logger,
}: WebhookRelayDependencies): WebhookRelay {
  async function run(): Promise<void> {
    while (redis.status === 'ready') {
      const claimed = await claimDue(postgres, batchSize);
      if (claimed.length > 0) await enqueue(claimed);
      if (claimed.length < batchSize) return;
    }
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

/** The ledger, with the relay told after each statement that may have written events. */
export function relaying(ledger: Ledger, { nudge }: Pick<WebhookRelay, 'nudge'>): Ledger {
  const relayed =
    <Call extends unknown[], Answer>(decide: (...call: Call) => Promise<Answer>) =>
    (...call: Call): Promise<Answer> =>
      decide(...call).finally(nudge);
  return {
    ...ledger,
    place: relayed(ledger.place),
    pay: relayed(ledger.pay),
    cancel: relayed(ledger.cancel),
    extend: relayed(ledger.extend),
    expire: relayed(ledger.expire),
    sweep: relayed(ledger.sweep),
    remind: relayed(ledger.remind),
  };
}
