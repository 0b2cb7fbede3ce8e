import { expect, test } from 'vitest';
import { OrderCountdownConnectionError, OrderCountdownProblem } from '../src/problem.ts';
import { isRepeatable } from '../src/repeatable.ts';
import { retryDelayMs } from '../src/retry.ts';

const problem = (status: number, code: string | null, retryAfterMs: number | null = null) =>
  new OrderCountdownProblem({
    status,
    code,
    title: '',
    detail: '',
    errors: [],
    requestId: null,
    retryAfterMs,
  });

const lost = new OrderCountdownConnectionError('lost');

test.each<[string, Error]>([
  ['the rate limit', problem(429, 'rate_limited')],
  ['overload', problem(503, 'overloaded')],
  ['a 429 of a proxy', problem(429, null)],
])('after %s, which had no effect, any request is sent again', (_, error) => {
  expect(retryDelayMs(error, 0, false)).toBeGreaterThan(0);
  expect(retryDelayMs(error, 0, true)).toBeGreaterThan(0);
});

test.each<[string, Error]>([
  ['a lost connection', lost],
  ['an outage', problem(503, 'unavailable')],
  ['a 503 of a proxy', problem(503, null)],
  ['a 502', problem(502, null)],
  ['a 504', problem(504, null)],
])('after %s only what does nothing twice is sent again', (_, error) => {
  expect(retryDelayMs(error, 0, true)).toBeGreaterThan(0);
  expect(retryDelayMs(error, 0, false)).toBeNull();
});

test.each<[string, Error]>([
  ['a decision', problem(409, 'order_expired')],
  ['an invalid request', problem(422, 'validation_failed')],
  ['too many refused payments', problem(429, 'too_many_refused_payments', 1_000)],
  ['a fault of the service', problem(500, 'internal_error')],
  ['a fault of the program', new TypeError('x')],
])('after %s nothing is sent again', (_, error) => {
  expect(retryDelayMs(error, 0, true)).toBeNull();
});

test('waits as long as the service asks, but never for half a minute', () => {
  expect(retryDelayMs(problem(429, 'rate_limited', 3_000), 0, true)).toBeGreaterThanOrEqual(3_000);
  expect(retryDelayMs(problem(429, 'rate_limited', 31_000), 0, true)).toBeNull();
});

test('waits longer each time, up to a bound', () => {
  for (let retries = 0; retries < 20; retries += 1) {
    const full = Math.min(200 * 2 ** retries, 5_000);
    const delayMs = retryDelayMs(lost, retries, true)!;
    expect(delayMs).toBeGreaterThanOrEqual(full / 2);
    expect(delayMs).toBeLessThanOrEqual(full);
  }
});

test.each([
  ['a GET', { method: 'GET', path: '/' }, true],
  ['a DELETE', { method: 'DELETE', path: '/' }, true],
  ['a POST with a key', { method: 'POST', path: '/', hasKey: true }, true],
  ['a POST without', { method: 'POST', path: '/' }, false],
  ['a PATCH without', { method: 'PATCH', path: '/' }, false],
] as const)('%s is repeatable: %j → %j', (_, operation, expected) => {
  expect(isRepeatable('any', operation)).toBe(expected);
});

test('to pay and to cancel are repeatable without a key', () => {
  expect(isRepeatable('payOrder', { method: 'POST', path: '/' })).toBe(true);
  expect(isRepeatable('cancelOrder', { method: 'POST', path: '/' })).toBe(true);
});
