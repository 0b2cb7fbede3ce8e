import { expect, test } from 'vitest';
import { misdeedsIn } from '../src/processes/log-reader.ts';

test.each([
  ['a warning of the service', '{"level":40,"msg":"redis is not available"}'],
  ['an error that was handled', '{"level":50,"err":{"type":"LedgerUnavailable"},"msg":"request failed"}'],
  ['a line of a stack trace', '    at Redis.disconnect (node_modules/ioredis/built/Redis.js:259:28)'],
  ['an empty line', ''],
  [
    'what ioredis does at a failover',
    '(node:1) MaxListenersExceededWarning: 11 close listeners added to [Socket]',
  ],
])('%s is no misdeed', (_what, line) => {
  expect(misdeedsIn(line)).toEqual([]);
});

test.each([
  ['a bug', '{"level":50,"err":{"type":"TypeError","message":"x is not a function"},"msg":"request failed"}'],
  ['a rejection that nobody handles', '{"level":50,"msg":"unhandled rejection"}'],
  ['a fatal error', '{"level":60,"msg":"stopping"}'],
  ['what Node prints before it ends', 'Error: socket hang up'],
  ['a client of Redis without a listener', '[ioredis] Unhandled error event: Error: Socket timeout.'],
])('%s is a misdeed', (_what, line) => {
  expect(misdeedsIn(line)).toHaveLength(1);
});
