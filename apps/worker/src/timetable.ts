import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { WorkMetrics } from './work-metrics.ts';

/** Something that the worker does again and again. */
export interface Task {
  name: string;
  /** Milliseconds from start to start. */
  intervalMs: number;
  /** Does a run's work in batches, and returns early, after the batch in hand, once `signal` is aborted. */
  run: (signal: AbortSignal) => Promise<unknown>;
}

export interface TimetableDependencies {
  logger: Logger;
  metrics: Pick<WorkMetrics, 'taskFailed'>;
}

export interface Timetable {
  /** Tells all runs to stop, and waits for them. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Runs each task at its interval, never twice at once. A failed run is logged and counted, and the next one comes
 * as planned.
 */
export function startTimetable(
  tasks: readonly Task[],
  { logger, metrics }: TimetableDependencies,
): Timetable {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function repeat({ name, intervalMs, run }: Task): Promise<void> {
    while (!signal.aborted) {
      const startedAt = performance.now();
      try {
        await run(signal);
      } catch (error) {
        logger.warn({ err: error, task: name }, 'a run failed, the next one follows');
        metrics.taskFailed(name);
      }
      const restMs = Math.max(0, intervalMs - (performance.now() - startedAt));
      await sleep(restMs, undefined, { signal }).catch(() => undefined);
    }
  }

  const running = tasks.map(repeat);
  return {
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}
