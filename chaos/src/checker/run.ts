import type { FeedPoll, History, RequestEntry } from '../history/history.ts';
import type { FinalState } from './final-state.ts';

/** A time in which something was broken, by `performance.now()`. It ends when what was broken runs again and is ready. */
export interface FaultWindow {
  startedAt: number;
  /** Null: it has not ended. */
  endedAt: number | null;
  /** Whether another history of the ledger began in it. */
  promotes?: boolean;
}

export interface CheckOptions {
  history: History;
  state: FinalState;
  /** The workers' `SWEEP_INTERVAL_MS`. */
  sweepIntervalMs: number;
  /** Default: none. Promises about time are checked outside of them. */
  faults?: readonly FaultWindow[];
  /** How much later than promised things may happen because the machine is slow; default 0. */
  slackMs?: number;
}

/** What every check may ask about the run. */
export interface Run extends Required<CheckOptions> {
  /** An instant of the ledger by `performance.now()`. */
  localTime(instant: string): number;
  /**
   * From when on the service had been left alone at `at`, if it had been so since `since` otherwise. Infinity: a fault
   * was still on.
   */
  quietSince(since: number, at: number): number;
  /** Whether a fault was on at some time between the two. */
  isDisturbed(from: number, to: number): boolean;
  /** By customer: the lists of all its orders. */
  wholeLists: ReadonlyMap<string, readonly RequestEntry[]>;
  /** By customer: the requests to forget it. */
  erasures: ReadonlyMap<string, readonly RequestEntry[]>;
  /** The latest request of each reader of the feed. */
  feedReaders: readonly FeedPoll[];
}

export function createRun({ faults = [], slackMs = 0, ...options }: CheckOptions): Run {
  const { clockOffsetMs } = options.state;
  const wholeLists = options.history.requests.filter(
    ({ operation, sent, answer }) =>
      operation === 'list' && 'customerId' in sent && !('status' in sent) && answer?.isComplete === true,
  );
  const erasures = options.history.requests.filter(({ operation }) => operation === 'erase');
  const feedReaders = new Map(options.history.feed.map((poll) => [poll.reader, poll]));
  return {
    ...options,
    faults,
    slackMs,
    wholeLists: Map.groupBy(wholeLists, ({ sent }) => String(sent['customerId'])),
    erasures: Map.groupBy(erasures, ({ sent }) => String(sent['customerId'])),
    feedReaders: [...feedReaders.values()],
    localTime: (instant) => Date.parse(instant) - clockOffsetMs,
    isDisturbed: (from, to) =>
      faults.some(({ startedAt, endedAt }) => startedAt <= to && (endedAt ?? Infinity) >= from),
    quietSince(since, at) {
      const begun = faults.filter(({ startedAt }) => startedAt <= at);
      return Math.max(since, ...begun.map(({ endedAt }) => endedAt ?? Infinity));
    },
  };
}
