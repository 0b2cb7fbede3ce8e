import { expect, test } from 'vitest';
import { coalesce, type CoalesceLimits } from '../src/platform/coalesce.ts';
import { Overloaded } from '../src/platform/errors.ts';

/** A set that is under way until the test says how it ends. */
interface RunningSet {
  calls: readonly number[];
  answer: (answers: (string | Error)[]) => void;
  fail: (error: Error) => void;
}

/** A coalesced function that keeps every set it is given, and the sets it was given. */
function setUp(limits: Partial<CoalesceLimits> = {}) {
  const sets: RunningSet[] = [];
  const call = coalesce<number, string>((calls) => {
    const { promise, resolve, reject } = Promise.withResolvers<(string | Error)[]>();
    sets.push({ calls: [...calls], answer: resolve, fail: reject });
    return promise;
  }, limits);
  return { call, callAll: (calls: number[]) => Promise.allSettled(calls.map(call)), sets };
}

const answerAll = ({ calls, answer }: RunningSet) => answer(calls.map((call) => `answer ${call}`));
const valueOf = (result: PromiseSettledResult<string>) =>
  result.status === 'fulfilled' ? result.value : String(result.reason);

/** Past the microtasks and the immediates that are due: no set starts later than that without a cause. */
const turn = async () => {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
};

const setsOf = (sets: readonly RunningSet[]) => sets.map(({ calls }) => calls);

test('a call alone runs at once, without waiting for company', async () => {
  const { call, sets } = setUp();
  const answer = call(1);
  await turn();
  expect(setsOf(sets)).toEqual([[1]]);
  answerAll(sets[0]!);
  await expect(answer).resolves.toBe('answer 1');
});

test('calls made in the same tick share a set, in the order made, and each gets its own answer', async () => {
  const { callAll, sets } = setUp();
  const answers = callAll([3, 1, 2, 1]);
  await turn();
  expect(setsOf(sets)).toEqual([[3, 1, 2, 1]]);
  sets[0]!.answer(['first', 'second', 'third', 'fourth']);
  expect((await answers).map(valueOf)).toEqual(['first', 'second', 'third', 'fourth']);
});

test('calls made while sets are under way share the next set', async () => {
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

test('a set holds no more calls than it may', async () => {
  const { callAll, sets } = setUp({ maxSetSize: 2 });
  const answers = callAll([1, 2, 3, 4, 5]);
  await turn();
  expect(setsOf(sets)).toEqual([[1, 2], [3, 4], [5]]);
  sets.forEach(answerAll);
  expect((await answers).map(valueOf)).toEqual([1, 2, 3, 4, 5].map((number) => `answer ${number}`));
});

test('no more sets are under way than may be, and each that ends makes room for one', async () => {
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

test('a call past the bound is refused at once, and there is room again when others are answered', async () => {
  const { call, callAll, sets } = setUp({ maxCalls: 3 });
  const answers = callAll([1, 2, 3]);
  await expect(call(4)).rejects.toBeInstanceOf(Overloaded);
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

test('calls that fail leave room for others, too', async () => {
  const { callAll, sets } = setUp({ maxCalls: 1 });
  for (const number of [1, 2, 3]) {
    const result = callAll([number]);
    await turn();
    sets.at(-1)!.fail(new Error(`fault ${number}`));
    expect((await result).map(valueOf)).toEqual([`Error: fault ${number}`]);
  }
});

test('an error among the answers fails its own call alone', async () => {
  const { callAll, sets } = setUp();
  const answers = callAll([1, 2, 3]);
  await turn();
  sets[0]!.answer(['first', new Error('bad value'), 'third']);
  expect((await answers).map(valueOf)).toEqual(['first', 'Error: bad value', 'third']);
});

test('a set that fails fails its calls only, and the next sets go on', async () => {
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

test('a function that throws instead of rejecting fails its set, and the next sets go on', async () => {
  let isBroken = true;
  const call = coalesce<number, number>((calls) => {
    if (isBroken) throw new Error('broken');
    return Promise.resolve(calls);
  });
  await expect(call(1)).rejects.toThrow('broken');
  isBroken = false;
  await expect(call(2)).resolves.toBe(2);
});

test('a set that is answered short fails rather than leave a call without an answer', async () => {
  const { callAll, sets } = setUp();
  const answers = callAll([1, 2]);
  await turn();
  sets[0]!.answer(['first']);
  expect((await answers).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
