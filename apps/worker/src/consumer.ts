import { DelayedError, UnrecoverableError, type Job, type WorkerOptions } from 'bullmq';
import { TransientError } from '@order-countdown/shared/platform/errors';
import type { Logger } from '@order-countdown/shared/platform/logger';
import { within } from '@order-countdown/shared/platform/within';
import type { Queues } from '@order-countdown/shared/redis/queues';

/** The outcome of one run of a job. */
export type JobResult =
  | { result: 'done'; value: string }
  /** Run again after `delayMs` milliseconds, without using up an attempt. */
  | { result: 'put_off'; delayMs: number }
  /** Failed for good. The job stays in the dashboard. */
  | { result: 'failed'; error: string };

export interface ConsumerOptions {
  queue: string;
  /** The log field that holds a job's id: `orderId`, `deliveryId`. */
  idName: string;
  /** On a connection that may block: see `ConsumerQueues`. */
  queues: Queues;
  logger: Logger;
  worker: Pick<
    WorkerOptions,
    'concurrency' | 'lockDuration' | 'stalledInterval' | 'maxStalledCount' | 'removeOnFail'
  >;
  /** A `TransientError` puts the job off; any other error fails the attempt. */
  run: (jobId: string, data: unknown) => Promise<JobResult>;
}

export interface Consumer {
  /** Takes no more jobs. Those that run go on. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Finishes running jobs, for up to 6 s. Idempotent. */
  close(): Promise<void>;
}

/** The delay of a job after a fault: while Postgres is unavailable, or after an unexpected error. */
const faultDelayMs = 1_000;

const closeTimeLimitMs = 6_000;

/** A permanent failure. `run` has logged it. */
class GivenUp extends UnrecoverableError {}

/** Runs the jobs of a queue. Only this module translates results into BullMQ's errors. */
export function startConsumer(options: ConsumerOptions): Consumer {
  const { queue, idName, queues, logger, run } = options;
  const worker = queues.openWorker(queue, process, {
    ...options.worker,
    removeOnComplete: { count: 0 },
    settings: { backoffStrategy: () => faultDelayMs },
  });
  // The connection logs outages itself. Without a listener, the event would end the process.
  worker.on('error', (error) => logger.debug({ err: error, queue }, 'worker error'));
  worker.on('failed', (job, error) => {
    if (error instanceof GivenUp) return;
    logger.error({ err: error, queue, [idName]: job?.id }, 'job failed');
  });
  worker.on('stalled', (jobId) =>
    logger.warn({ queue, [idName]: jobId }, 'stalled job returned to the queue'),
  );

  async function process(job: Job, token: string | undefined): Promise<string> {
    const outcome = await runOrPutOff(job.id ?? '', job.data);
    if (outcome.result === 'done') return outcome.value;
    if (outcome.result === 'failed') throw new GivenUp(outcome.error);
    await job.moveToDelayed(Date.now() + outcome.delayMs, token);
    throw new DelayedError();
  }

  async function runOrPutOff(jobId: string, data: unknown): Promise<JobResult> {
    try {
      return await run(jobId, data);
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
      return { result: 'put_off', delayMs: faultDelayMs };
    }
  }

  return {
    pause: () => worker.pause(true),
    resume: () => worker.resume(),
    async close() {
      // Without its store no running job can be completed, so waiting would only use up the grace period.
      const isConnected = queues.status === 'ready';
      // A job that takes longer is abandoned: its lock lapses, and another worker runs it again. BullMQ answers a
      // second close, a forced one too, with the promise of the first.
      await within(closeTimeLimitMs, worker.close(!isConnected)).catch(() => undefined);
    },
  };
}
