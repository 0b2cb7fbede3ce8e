import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { WorkMetrics } from './work-metrics.ts';

/** Work that the worker repeats. */
export interface Task {
  name: string;
  /** Milliseconds from start to start. A longer run delays the next one. */
  intervalMs: number;
  /** Works in batches, and returns after the current batch once `signal` is aborted. */
  run: (signal: AbortSignal) => Promise<unknown>;
}

export interface TimetableDependencies {
  logger: Logger;
  metrics: Pick<WorkMetrics, 'taskFailed'>;
}

export interface Timetable {
  /** Aborts all runs and waits until they have returned. Idempotent. */
  stop(): Promise<void>;
}

/** Runs each task at its interval, never twice at once. A failed run is logged and counted, then the task goes on. */
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
        logger.warn({ err: error, task: name }, 'task failed, will run again at its next interval');
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
