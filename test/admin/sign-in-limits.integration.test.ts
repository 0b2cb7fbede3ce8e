import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startThrowawayRedis, type ThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { createTestContext, type TestContext } from '../support/context.ts';
import { operatorCredentials, submitSignIn } from '../support/operator.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { until } from '../support/until.ts';

let redis: ThrowawayRedis;
let context: TestContext;
let api: RunningProcess;
let another: RunningProcess;

let addresses = 0;
const anotherAddress = () => `203.0.113.${++addresses}`;

const attempt = (form: Record<string, string>, from: string, { url } = api) =>
  submitSignIn(url, form, { 'X-Forwarded-For': from });
const wrong = (from: string, through?: RunningProcess) =>
  attempt({ username: 'operator', password: 'wrong' }, from, through);
const right = (from: string, through?: RunningProcess) => attempt(operatorCredentials, from, through);
const waitOf = ({ headers }: { headers: Headers }) => Number(headers.get('retry-after'));

beforeAll(async () => {
  redis = await startThrowawayRedis();
  context = await createTestContext(redis.url);
  [api, another] = await Promise.all([
    startApi(context, { TRUST_PROXY: '1' }),
    startApi(context, { TRUST_PROXY: '1' }),
  ]);
});

beforeEach(() => context.redis.flushdb());

afterAll(async () => {
  await Promise.all([api.end(), another.end()]);
  await context.close();
  await redis.stop();
});

test('fifty wrong passwords from five addresses lock nobody out who knows the password', async () => {
  const guessers = Array.from({ length: 5 }, anotherAddress);
  for (const guesser of guessers) for (let n = 0; n < 10; n++) await wrong(guesser);
  expect(await right(anotherAddress())).toMatchObject({ status: 303 });
  expect(await right(anotherAddress(), another)).toMatchObject({ status: 303 });
});

test('guesses at one name from many addresses are told to wait, longer each time, up to a minute', async () => {
  const waits: number[] = [];
  for (let n = 0; n < 30; n++) {
    const answer = await wrong(anotherAddress());
    expect(answer.status).toBe(n < 20 ? 401 : 429);
    if (n >= 20) waits.push(waitOf(answer));
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60, 60]);
});

test('an address that guessed a name under attack waits before its next guess, even with the password', async () => {
  for (let n = 0; n < 25; n++) await wrong(anotherAddress());
  const mistaken = anotherAddress();
  const first = await wrong(mistaken);
  expect([first.status, waitOf(first)]).toEqual([429, 32]);
  const early = await right(mistaken);
  expect(early.status).toBe(429);
  expect(waitOf(early)).toBeLessThanOrEqual(32);
  // Others' failures do not make its own wait longer.
  for (let n = 0; n < 3; n++) await wrong(anotherAddress());
  expect(waitOf(await right(mistaken))).toBeLessThanOrEqual(32);
});

test('a success does not count against its address or its name', async () => {
  const here = anotherAddress();
  for (let n = 0; n < 25; n++) expect(await right(here)).toMatchObject({ status: 303 });
  expect(await wrong(here)).toMatchObject({ status: 401 });
});

test('guesses sent at the same moment are counted, too', async () => {
  const here = anotherAddress();
  const answers = await Promise.all(Array.from({ length: 40 }, () => wrong(here)));
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(30);
});

test('api processes share their counts', async () => {
  const here = anotherAddress();
  for (let n = 0; n < 10; n++)
    expect(await wrong(here, n % 2 ? api : another)).toMatchObject({ status: 401 });
  for (const each of [api, another]) {
    const refused = await right(here, each);
    expect(refused.status).toBe(429);
    expect(waitOf(refused)).toBeGreaterThan(800);
  }
});

test('the keys of failures expire', async () => {
  for (let n = 0; n < 22; n++) await wrong(anotherAddress());
  const keys = await context.redis.keys('sign-in:*');
  expect(keys.length).toBeGreaterThan(22);
  const expiries = await Promise.all(keys.map((key) => context.redis.pttl(key)));
  expect(Math.min(...expiries)).toBeGreaterThan(0);
  expect(Math.max(...expiries)).toBeLessThanOrEqual(900_000);
});

test('while Redis is frozen or gone, each process counts by itself', async () => {
  redis.freeze();
  const here = anotherAddress();
  for (let n = 0; n < 10; n++) expect(await wrong(here)).toMatchObject({ status: 401 });
  expect(await right(here)).toMatchObject({ status: 429 });
  expect(await right(anotherAddress())).toMatchObject({ status: 303 });
  redis.thaw();
  await redis.kill();
  const there = anotherAddress();
  for (let n = 0; n < 10; n++) expect(await wrong(there)).toMatchObject({ status: 401 });
  expect(await right(there)).toMatchObject({ status: 429 });
  await redis.restart();
  await until(async () => (await context.redis.ping()) === 'PONG');
});
