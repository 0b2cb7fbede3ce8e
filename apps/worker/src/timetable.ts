import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@order-countdown/shared/logger';
import type { WorkMetrics } from '@order-countdown/shared/metrics/work';

export interface TimetableDependencies {
  logger: Logger;
  metrics: Pick<WorkMetrics, 'taskFailed'>;
}

export interface Repeated {
  /** Waits for a run under way, then no more. Idempotent. */
  stop(): Promise<void>;
}

/**
 * Runs `task` every `intervalMs` milliseconds, measured from start to start, never twice at once.
 * A failed run is logged and counted, and the next one comes as planned.
 */
export function every(
  intervalMs: number,
  name: string,
  task: () => Promise<unknown>,
  { logger, metrics }: TimetableDependencies,
): Repeated {
  const stopping = new AbortController();

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      try {
        await task();
      } catch (error) {
        logger.warn({ err: error, task: name }, 'a run failed, the next one follows');
        metrics.taskFailed(name);
      }
      const restMs = Math.max(0, intervalMs - (performance.now() - startedAt));
      await sleep(restMs, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const running = run();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
