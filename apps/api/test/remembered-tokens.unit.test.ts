import { expect, test } from 'vitest';
import type { Caller } from '../src/auth/caller.ts';
import { createRememberedTokens } from '../src/auth/remembered-tokens.ts';

const hourMs = 3_600_000;
const caller = (expiresAtMs = Date.now() + hourMs): Caller => ({
  kind: 'backend',
  subject: 'shop',
  expiresAtMs,
});
const trusted = () => true;

test('a token is remembered, and no other one', () => {
  const tokens = createRememberedTokens();
  const shop = caller();
  tokens.add('token', shop, trusted);
  expect(tokens.callerOf('token')).toBe(shop);
  expect(tokens.callerOf('other')).toBeNull();
});

test('a token is remembered for 30 s, however often it is used', () => {
  let nowMs = 0;
  const tokens = createRememberedTokens(() => nowMs);
  tokens.add('token', caller(), trusted);
  for (nowMs = 0; nowMs < 30_000; nowMs += 1_000) expect(tokens.callerOf('token')).not.toBeNull();
  expect(tokens.callerOf('token')).toBeNull();
});

test('a token is not remembered from the instant at which it expires', () => {
  const tokens = createRememberedTokens();
  tokens.add('token', caller(Date.now()), trusted);
  expect(tokens.callerOf('token')).toBeNull();
});

test('a token is not remembered once its key no longer counts', () => {
  const tokens = createRememberedTokens();
  let isTrusted = true;
  tokens.add('token', caller(), () => isTrusted);
  expect(tokens.callerOf('token')).not.toBeNull();
  isTrusted = false;
  expect(tokens.callerOf('token')).toBeNull();
});

test('of more than 10,000 tokens the oldest are forgotten', () => {
  const tokens = createRememberedTokens();
  for (let i = 0; i < 10_001; i += 1) tokens.add(`token ${i}`, caller(), trusted);
  expect(tokens.callerOf('token 0')).toBeNull();
  expect(tokens.callerOf('token 1')).not.toBeNull();
  expect(tokens.callerOf('token 10000')).not.toBeNull();
});
