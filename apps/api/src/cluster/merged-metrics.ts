import { AggregatorRegistry } from 'prom-client';
import type { Metrics } from './messages.ts';

/** The metrics of all processes of an instance, as if they were one. */
export interface MergedMetrics<Process> {
  /** The latest metrics of a process. */
  told(process: Process, metrics: Metrics): void;
  /**
   * Waits for the metrics of the others for a moment; of one that is silent, the last ones count.
   *
   * @param ask makes the others tell theirs
   * @returns Prometheus' text format
   */
  scrape(asking: Process, metrics: Metrics, others: readonly Process[], ask: () => void): Promise<string>;
  /** What a process that has ended counted stays counted: a counter that falls looks like a restart to Prometheus. */
  forget(process: Process): void;
}

const answerTimeLimitMs = 250;

export function createMergedMetrics<Process>(): MergedMetrics<Process> {
  const latest = new Map<Process, Metrics>();
  const waiting = new Set<{ missing: Set<Process>; done: () => void }>();
  let ended: Metrics = [];

  function told(process: Process, metrics: Metrics): void {
    latest.set(process, metrics);
    for (const { missing, done } of waiting) {
      missing.delete(process);
      if (missing.size === 0) done();
    }
  }

  function answersOf(processes: readonly Process[], ask: () => void): Promise<void> {
    return new Promise((resolve) => {
      const wait = { missing: new Set(processes), done };
      const timer = setTimeout(done, answerTimeLimitMs);
      function done(): void {
        clearTimeout(timer);
        waiting.delete(wait);
        resolve();
      }
      waiting.add(wait);
      if (processes.length === 0) done();
      else ask();
    });
  }

  return {
    told,

    async scrape(asking, metrics, others, ask) {
      latest.set(asking, metrics);
      await answersOf(others, ask);
      const ofOthers = [...latest].filter(([process]) => process !== asking).map(([, each]) => each);
      return await AggregatorRegistry.aggregate([metrics, ...ofOthers.map(summable), ended]).metrics();
    },

    forget(process) {
      const last = latest.get(process);
      latest.delete(process);
      for (const { missing, done } of waiting) if (missing.delete(process) && missing.size === 0) done();
      if (last) ended = merge([ended, last.filter(isCounted)]);
    },
  };
}

/** What says the same in every process counts once, as the process that is asked says it. */
const summable = (metrics: Metrics) => metrics.filter(({ aggregator }) => aggregator !== 'first');

/** Its values only grow. */
const isCounted = ({ type }: Metrics[number]) => ['counter', 'histogram'].includes(String(type));

const merge = (all: Metrics[]) => AggregatorRegistry.aggregate(all).getMetricsAsArray() as unknown as Metrics;
