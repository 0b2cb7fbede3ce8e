import { Overloaded } from './errors.ts';
import { currentSpan, isTracing, tracedSet } from './tracing.ts';

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
 * @param name of the span of a set, where it is traced
 * @param runSet returns the answers to a set in order; an `Error` in place of an answer fails only that call
 * @returns a function that throws {@link Overloaded} at once when too many calls are waiting
 */
export function coalesce<Call, Answer>(
  name: string,
  runSet: (calls: readonly Call[]) => Promise<ArrayLike<Answer | Error>>,
  limits: Partial<CoalesceLimits> = {},
): (call: Call) => Promise<Answer> {
  const { maxSetSize, maxSetsInFlight, maxCalls } = { ...defaultLimits, ...limits };
  let waiting: Waiting<Call, Answer>[] = [];
  let isScheduled = false;
  let setsInFlight = 0;
  let calls = 0;

  function dispatch(): void {
    isScheduled = false;
    while (waiting.length > 0 && setsInFlight < maxSetsInFlight) {
      const set = waiting.slice(0, maxSetSize);
      waiting = waiting.slice(maxSetSize);
      setsInFlight += 1;
      void run(set);
    }
  }

  async function run(set: readonly Waiting<Call, Answer>[]): Promise<void> {
    try {
      const asking = () => runSet(set.map(({ call }) => call));
      const answers = await (isTracing() ? tracedSet(name, set.map(spanOf), asking) : asking());
      if (answers.length !== set.length) throw new Error(`${answers.length} answers to ${set.length} calls`);
      set.forEach(({ resolve, reject }, index) => {
        const answer = answers[index] as Answer | Error;
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      });
    } catch (error) {
      for (const { reject } of set) reject(error);
    }
    calls -= set.length;
    setsInFlight -= 1;
    dispatch();
  }

  return (call) => {
    if (calls >= maxCalls) return Promise.reject(new Overloaded(`${calls} calls are already waiting`));
    calls += 1;
    if (!isScheduled) {
      isScheduled = true;
      // Runs after the pending microtasks, so that calls made in the same tick share a set.
      setImmediate(dispatch);
    }
    return new Promise(
      (resolve, reject) => void waiting.push({ call, resolve, reject, span: currentSpan() }),
    );
  };
}

interface Waiting<Call, Answer> {
  call: Call;
  /** That the call was made in. */
  span: ReturnType<typeof currentSpan>;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

const spanOf = <Call, Answer>({ span }: Waiting<Call, Answer>) => span;
