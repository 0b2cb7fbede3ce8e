import DataLoader from 'dataloader';
import { Overloaded } from './errors.ts';

export interface CoalesceLimits {
  /** How many calls one set may hold. */
  maxSetSize: number;
  /** How many sets may be under way at once; later calls gather in the next set meanwhile. */
  maxSetsInFlight: number;
  /** How many calls may wait or be under way before further ones are refused with {@link Overloaded}. */
  maxCalls: number;
}

const defaultLimits: CoalesceLimits = { maxSetSize: 500, maxSetsInFlight: 4, maxCalls: 20_000 };

/**
 * Turns a function on sets into one on single calls: calls made while others are under way share
 * the next set. A call alone never waits for company.
 *
 * @param runSet answers each call of a set, in order; an `Error` in place of an answer fails that call alone
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
        // After the microtasks that are already due: calls made in the same tick belong together.
        setImmediate(dispatchNext);
      },
    },
  );

  return async (call) => {
    if (calls >= maxCalls) throw new Overloaded(`${calls} calls are waiting already`);
    calls += 1;
    try {
      return await loader.load(call);
    } finally {
      calls -= 1;
    }
  };
}
