import DataLoader from 'dataloader';
import { Overloaded } from './errors.ts';

export interface CoalesceLimits {
  /** Maximum number of calls in a set. */
  maxSetSize: number;
  /** Maximum number of sets in flight. Meanwhile, further calls gather in the next sets. */
  maxSetsInFlight: number;
  /** Maximum number of calls waiting or in flight. Further ones are refused with {@link Overloaded}. */
  maxCalls: number;
}

const defaultLimits: CoalesceLimits = { maxSetSize: 500, maxSetsInFlight: 4, maxCalls: 10_000 };

/**
 * Turns a function on sets into a function on single calls. Calls made in the same tick share a set, and so do calls
 * made while all sets are in flight. A single call does not wait for others to join it.
 *
 * @param runSet returns the answers to a set in order; an `Error` in place of an answer fails only that call
 * @returns a function that throws {@link Overloaded} at once when too many calls are waiting
 */
export function coalesce<Call, Answer>(
  runSet: (calls: readonly Call[]) => Promise<ArrayLike<Answer | Error>>,
  limits: Partial<CoalesceLimits> = {},
): (call: Call) => Promise<Answer> {
  const { maxSetSize, maxSetsInFlight, maxCalls } = { ...defaultLimits, ...limits };
  const waiting: (() => void)[] = [];
  let setsInFlight = 0;
  let calls = 0;

  function dispatchNext(): void {
    while (setsInFlight < maxSetsInFlight) {
      const dispatch = waiting.shift();
      if (!dispatch) return;
      setsInFlight += 1;
      dispatch();
    }
  }

  const loader = new DataLoader<Call, Answer>(
    async (set) => {
      try {
        return await runSet(set);
      } finally {
        setsInFlight -= 1;
        dispatchNext();
      }
    },
    {
      cache: false,
      maxBatchSize: maxSetSize,
      batchScheduleFn(dispatch) {
        waiting.push(dispatch);
        // Runs after the pending microtasks, so that calls made in the same tick share a set.
        setImmediate(dispatchNext);
      },
    },
  );

  return async (call) => {
    if (calls >= maxCalls) throw new Overloaded(`${calls} calls are already waiting`);
    calls += 1;
    try {
      return await loader.load(call);
    } finally {
      calls -= 1;
    }
  };
}
