import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { createTokenGuard } from '../src/auth/token-guard.ts';

const perMinute = 5;
const address = '203.0.113.7';

const tokenOf = (sub: string, nonce = 0) =>
  new SignJWT({ sub, nonce }).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32));

/** A guard with an address that has just reached its limit. */
function guardAtLimit() {
  let nowMs = 1_000;
  const guard = createTokenGuard({ perMinute, now: () => nowMs });
  for (let count = 0; count < perMinute; count += 1) {
    guard.check(address, 'garbage');
    guard.failed(address);
  }
  const verifies = (token: string, from = address) => {
    try {
      guard.check(from, token);
      return true;
    } catch {
      return false;
    }
  };
  return { guard, verifies, pass: (ms: number) => (nowMs += ms) };
}

test('past its failures an address is refused with the seconds until it may try again', () => {
  const { guard, pass } = guardAtLimit();
  pass(10_000);
  expect(() => guard.check(address, 'garbage')).toThrow(
    expect.objectContaining({ code: 'rate_limited', extras: { headers: { 'Retry-After': '50' } } }),
  );
});

test('another address, and the same one a minute later, is not refused', () => {
  const { verifies, pass } = guardAtLimit();
  expect(verifies('garbage', '203.0.113.8')).toBe(true);
  pass(59_999);
  expect(verifies('garbage')).toBe(false);
  pass(1);
  expect(verifies('garbage')).toBe(true);
});

test('a token that was valid before is verified whatever its neighbours send', async () => {
  const { guard, verifies } = guardAtLimit();
  const token = await tokenOf('alice');
  guard.passed(token);
  expect([1, 2, 3].map(() => verifies(token))).toEqual([true, true, true]);
});

test('a new token is verified although a flood claims another subject', async () => {
  const { verifies, pass } = guardAtLimit();
  const flood = await Promise.all(Array.from({ length: 100 }, (_, nonce) => tokenOf('mallory', nonce)));
  expect(flood.filter((token) => verifies(token))).toHaveLength(1);
  expect(verifies(await tokenOf('alice'))).toBe(true);
  pass(1_000);
  expect(flood.filter((token) => verifies(token))).toHaveLength(1);
});

test('a flood that claims a thousand subjects has fifty tokens verified in a second', async () => {
  const { verifies } = guardAtLimit();
  const flood = await Promise.all(Array.from({ length: 1_000 }, (_, number) => tokenOf(`mallory ${number}`)));
  expect(flood.filter((token) => verifies(token))).toHaveLength(50);
});

test('it forgets the oldest of ten thousand addresses and tokens', async () => {
  const { guard, verifies } = guardAtLimit();
  const token = await tokenOf('alice');
  guard.passed(token);
  expect(verifies(token)).toBe(true);
  for (let number = 0; number < 10_000; number += 1) guard.passed(`token ${number}`);
  expect([verifies(token), verifies(token)]).toEqual([true, false]);
  for (let number = 0; number < 10_000; number += 1) guard.failed(`address ${number}`);
  expect(verifies('garbage')).toBe(true);
});
