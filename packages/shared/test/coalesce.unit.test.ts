import { expect, test } from 'vitest';
import { coalesce, type CoalesceLimits } from '../src/platform/coalesce.ts';
import { Overloaded } from '../src/platform/errors.ts';

/** A set in flight, which the test answers or fails. */
interface RunningSet {
  calls: readonly number[];
  answer: (answers: (string | Error)[]) => void;
  fail: (error: Error) => void;
}

/** A coalesced function, and the sets that it formed. */
function setUp(limits: Partial<CoalesceLimits> = {}) {
  const sets: RunningSet[] = [];
  const call = coalesce<number, string>(
    'numbers',
    (calls) => {
      const { promise, resolve, reject } = Promise.withResolvers<(string | Error)[]>();
      sets.push({ calls: [...calls], answer: resolve, fail: reject });
      return promise;
    },
    limits,
  );
  return { call, callAll: (calls: number[]) => Promise.allSettled(calls.map(call)), sets };
}

const answerAll = ({ calls, answer }: RunningSet) => answer(calls.map((call) => `answer ${call}`));
const valueOf = (result: PromiseSettledResult<string>) =>
  result.status === 'fulfilled' ? result.value : String(result.reason);

/** Lets all microtasks and immediates that are due run. A set that has not started by then needs another cause. */
const turn = async () => {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
};

const setsOf = (sets: readonly RunningSet[]) => sets.map(({ calls }) => calls);

test('a single call runs at once', async () => {
  const { call, sets } = setUp();
  const answer = call(1);
  await turn();
  expect(setsOf(sets)).toEqual([[1]]);
  answerAll(sets[0]!);
  await expect(answer).resolves.toBe('answer 1');
});

test('calls of the same tick share a set in order, and each gets its own answer', async () => {
  const { callAll, sets } = setUp();
  const answers = callAll([3, 1, 2, 1]);
  await turn();
  expect(setsOf(sets)).toEqual([[3, 1, 2, 1]]);
  sets[0]!.answer(['first', 'second', 'third', 'fourth']);
  expect((await answers).map(valueOf)).toEqual(['first', 'second', 'third', 'fourth']);
});

test('calls made while a set is in flight share the next set', async () => {
  const { call, sets } = setUp({ maxSetsInFlight: 1 });
  const answers = [call(1)];
  for (const number of [2, 3, 4]) {
    await turn();
    answers.push(call(number));
  }
  await turn();
  expect(setsOf(sets)).toEqual([[1]]);
  answerAll(sets[0]!);
  await turn();
  expect(setsOf(sets)).toEqual([[1], [2, 3, 4]]);
  answerAll(sets[1]!);
  expect(await Promise.all(answers)).toEqual(['answer 1', 'answer 2', 'answer 3', 'answer 4']);
});

test('no set is larger than maxSetSize', async () => {
  const { callAll, sets } = setUp({ maxSetSize: 2 });
  const answers = callAll([1, 2, 3, 4, 5]);
  await turn();
  expect(setsOf(sets)).toEqual([[1, 2], [3, 4], [5]]);
  sets.forEach(answerAll);
  expect((await answers).map(valueOf)).toEqual([1, 2, 3, 4, 5].map((number) => `answer ${number}`));
});

test('no more than maxSetsInFlight sets run at once, and each that ends starts another', async () => {
  const { callAll, sets } = setUp({ maxSetSize: 1, maxSetsInFlight: 2 });
  const answers = callAll([1, 2, 3, 4]);
  await turn();
  expect(setsOf(sets)).toEqual([[1], [2]]);
  answerAll(sets[1]!);
  await turn();
  expect(setsOf(sets)).toEqual([[1], [2], [3]]);
  answerAll(sets[0]!);
  answerAll(sets[2]!);
  await turn();
  answerAll(sets[3]!);
  expect((await answers).every(({ status }) => status === 'fulfilled')).toBe(true);
});

test('a call past maxCalls is refused at once, until others are answered', async () => {
  const { call, callAll, sets } = setUp({ maxCalls: 3 });
  const answers = callAll([1, 2, 3]);
  await expect(call(4)).rejects.toThrow(new Overloaded('3 calls are already waiting'));
  await turn();
  await expect(call(5)).rejects.toBeInstanceOf(Overloaded);
  answerAll(sets[0]!);
  await answers;
  const later = call(6);
  await turn();
  expect(setsOf(sets)).toEqual([[1, 2, 3], [6]]);
  answerAll(sets[1]!);
  await expect(later).resolves.toBe('answer 6');
});

test('failed calls make room for others', async () => {
  const { callAll, sets } = setUp({ maxCalls: 1 });
  for (const number of [1, 2, 3]) {
    const result = callAll([number]);
    await turn();
    sets.at(-1)!.fail(new Error(`fault ${number}`));
    expect((await result).map(valueOf)).toEqual([`Error: fault ${number}`]);
  }
});

test('an error among the answers fails its own call only', async () => {
  const { callAll, sets } = setUp();
  const answers = callAll([1, 2, 3]);
  await turn();
  sets[0]!.answer(['first', new Error('bad value'), 'third']);
  expect((await answers).map(valueOf)).toEqual(['first', 'Error: bad value', 'third']);
});

test('a failed set fails its own calls only, and the next sets run', async () => {
  const { callAll, sets } = setUp({ maxSetSize: 2, maxSetsInFlight: 1 });
  const answers = callAll([1, 2, 3, 4]);
  await turn();
  sets[0]!.fail(new Error('connection lost'));
  await turn();
  expect(setsOf(sets)).toEqual([
    [1, 2],
    [3, 4],
  ]);
  answerAll(sets[1]!);
  const lost = 'Error: connection lost';
  expect((await answers).map(valueOf)).toEqual([lost, lost, 'answer 3', 'answer 4']);
});

test('a synchronous throw fails its set, and the next sets run', async () => {
  let isBroken = true;
  const call = coalesce<number, number>('numbers', (calls) => {
    if (isBroken) throw new Error('broken');
    return Promise.resolve(calls);
  });
  await expect(call(1)).rejects.toThrow('broken');
  isBroken = false;
  await expect(call(2)).resolves.toBe(2);
});

test('a set with too few answers fails all its calls', async () => {
  const { callAll, sets } = setUp();
  const answers = callAll([1, 2]);
  await turn();
  sets[0]!.answer(['first']);
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
