import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import {
  operatorCredentials,
  submitSignIn,
  viewerCredentials,
  viewerEnv,
  type Headers,
} from '../support/operator.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';

let context: TestContext;
let api: RunningProcess;

/** Each address has its own count of attempts. */
let addresses = 0;
const anotherAddress = () => ({ 'X-Forwarded-For': `203.0.113.${++addresses}` });

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context, { ...viewerEnv, TRUST_PROXY: '1' });
});

afterAll(async () => {
  await api.end();
  await context.close();
});

test('the sign-in form gives the same message for a wrong username and a wrong password', async () => {
  const attempts = [
    { username: 'operator', password: 'wrong' },
    { username: 'nobody', password: operatorCredentials.password },
    { username: 'operator', password: viewerCredentials.password },
    { username: 'operator' },
  ].map((form) => submitSignIn(api.url, form as Headers, anotherAddress()));
  const answers = await Promise.all(attempts);
  const messages = answers.map(({ body }) => /role="alert"[^>]*>([^<]+)</.exec(body)?.[1]);
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  expect(new Set(messages)).toEqual(new Set(['Wrong username or password.']));
});

test('the sign-in form repeats only the username, escaped', async () => {
  const form = { username: '"><script>alert(1)</script>', password: 'hunter2', next: '"><b>' };
  const { body } = await submitSignIn(api.url, form, anotherAddress());
  expect(body).not.toMatch(/<script|<b>|hunter2/);
});

test.each([
  [{ 'Sec-Fetch-Site': 'cross-site' }, 403],
  [{ 'Sec-Fetch-Site': 'same-site' }, 403],
  [{ 'Sec-Fetch-Site': 'none' }, 303],
])('a sign-in sent with %o is answered with %i', async (headers, status) => {
  expect(await submitSignIn(api.url, operatorCredentials, headers)).toMatchObject({ status });
});

test.each([
  ['another origin', () => ({ Origin: 'https://evil.example' }), 403],
  ['an opaque origin', () => ({ Origin: 'null' }), 403],
  ['the same origin', () => ({ Origin: api.url }), 303],
  ['no origin', () => ({}), 303],
])('a sign-in without Sec-Fetch-Site, from %s', async (_what, headers, status) => {
  const answer = await createClient(api.url, null).send('/admin/sign-in', {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(operatorCredentials),
    headers: headers(),
  });
  expect(answer).toMatchObject({ status });
});

test('an address may fail to sign in ten times in 15 minutes, and succeed any number of times', async () => {
  const [here, there] = [anotherAddress(), anotherAddress()];
  const wrong = () => submitSignIn(api.url, { username: 'operator', password: 'wrong' }, here);
  const right = (from: Headers) => submitSignIn(api.url, operatorCredentials, from);
  for (let count = 0; count < 12; count++) expect(await right(here)).toMatchObject({ status: 303 });
  for (let count = 0; count < 10; count++) expect(await wrong()).toMatchObject({ status: 401 });
  const refused = await right(here);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(800);
  expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(900);
  expect(await right(there)).toMatchObject({ status: 303 });
});
