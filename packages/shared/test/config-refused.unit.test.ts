import { expect, test } from 'vitest';
import { loadConfig } from '../src/platform/config.ts';
import { messageOf, urls } from './support/config-errors.ts';

test.each([
  ['MAX_CONNECTIONS', '0', 'must be at least 1'],
  ['RATE_LIMIT_PER_MINUTE', '-5', 'must be at least 1'],
  ['MAX_CONNECTIONS', '0x10', 'must be a whole number in decimal digits'],
  ['PORT', '1e3', 'must be a whole number in decimal digits'],
  ['SWEEP_INTERVAL_MS', '99', 'must be at least 100'],
  ['CORS_ORIGINS', '*', 'must be a list of origins such as https://shop.example, separated by commas'],
  [
    'CORS_ORIGINS',
    'shop.example',
    'must be a list of origins such as https://shop.example, separated by commas',
  ],
  [
    'CORS_ORIGINS',
    'https://a.example, https://b.example/',
    'must be a list of origins such as https://shop.example, separated by commas',
  ],
])('%s=%s is refused: it %s', (name, text, complaint) => {
  expect(messageOf(() => loadConfig({ ...urls, [name]: text }))).toBe(
    `Invalid configuration:\n  ${name}: ${complaint}`,
  );
});
