import { DelayedError, UnrecoverableError, Worker, type Job, type WorkerOptions } from 'bullmq';
import { TransientError } from '@order-countdown/shared/platform/errors';
import type { Logger } from '@order-countdown/shared/platform/logger';
import { within } from '@order-countdown/shared/platform/within';
import type { Redis } from '@order-countdown/shared/redis/connection';

/** What came of one run of a job. */
export type JobResult =
  | { result: 'done'; value: string }
  /** To run again after so many milliseconds. No attempt is used up. */
  | { result: 'put_off'; delayMs: number }
  /** This attempt failed; the next one follows after so many milliseconds. */
  | { result: 'retry'; error: string; delayMs: number }
  /** It failed for good, and stays in the dashboard. */
  | { result: 'failed'; error: string };

export interface ConsumerOptions {
  queue: string;
  /** What a job's id stands for in the log: `orderId`, `deliveryId`. */
  idName: string;
  /** A connection that may block: see `createConsumerRedis`. */
  redis: Redis;
  logger: Logger;
  worker: Pick<
    WorkerOptions,
    'concurrency' | 'lockDuration' | 'stalledInterval' | 'maxStalledCount' | 'removeOnFail'
  >;
  /** Faults that clear by themselves put the job off; any other error fails the attempt. */
  run: (jobId: string) => Promise<JobResult>;
}

export interface Consumer {
  /** Finishes the jobs in hand, for 6 s at most. Idempotent. */
  close(): Promise<void>;
}

/** How long a job is put off while the ledger is away. */
const transientBackoffMs = 1_000;

const closeTimeLimitMs = 6_000;

/** A retry on its way to BullMQ, which asks the error for its delay. */
class AttemptFailed extends Error {
  override readonly name = 'AttemptFailed';
  readonly delayMs: number;

  constructor(message: string, delayMs: number) {
    super(message);
    this.delayMs = delayMs;
  }
}

/** A failure that whoever ran the job has logged already. */
class GivenUp extends UnrecoverableError {}

/** Runs the jobs of a queue. The only place that speaks BullMQ's language of errors. */
export function startConsumer(options: ConsumerOptions): Consumer {
  const { queue, idName, redis, logger, run } = options;
  const worker = new Worker(queue, process, {
    ...options.worker,
    connection: redis,
    removeOnComplete: { count: 0 },
    settings: {
      backoffStrategy: (_attempts, _type, error) =>
        error instanceof AttemptFailed ? error.delayMs : transientBackoffMs,
    },
  });
  // The connection logs its own losses; without a listener they would end the process.
  worker.on('error', (error) => logger.debug({ err: error, queue }, 'worker error'));
  worker.on('failed', (job, error) => {
    if (error instanceof AttemptFailed || error instanceof GivenUp) return;
    logger.error({ err: error, queue, [idName]: job?.id }, 'job failed');
  });
  worker.on('stalled', (jobId) =>
    logger.warn({ queue, [idName]: jobId }, 'job taken over from a lost worker'),
  );

  async function process(job: Job, token: string | undefined): Promise<string> {
    const ran = await runOrPutOff(job.id ?? '');
    if (ran.result === 'done') return ran.value;
    if (ran.result === 'retry') throw new AttemptFailed(ran.error, ran.delayMs);
    if (ran.result === 'failed') throw new GivenUp(ran.error);
    await job.moveToDelayed(Date.now() + ran.delayMs, token);
    throw new DelayedError();
  }

  async function runOrPutOff(jobId: string): Promise<JobResult> {
    try {
      return await run(jobId);
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      return { result: 'put_off', delayMs: transientBackoffMs };
    }
  }

  return {
    async close() {
      // Without Redis no job in hand can be finished: waiting would only spend the grace period.
      const isConnected = redis.status === 'ready';
      if (isConnected) await within(closeTimeLimitMs, worker.close()).catch(() => worker.close(true));
      else await within(closeTimeLimitMs, worker.close(true)).catch(() => undefined);
    },
  };
}
