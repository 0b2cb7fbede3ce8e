import { afterAll, beforeAll, expect, test } from 'vitest';
import { readmeBlock, runInShell } from '../support/readme.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
});

afterAll(() => system.close());

test('the stream in the README shows an order until it is cancelled', async () => {
  const { printed, exited } = runInShell(readmeBlock('curl -sN'), system.api.url);
  expect(await exited).toBe(0);
  const events = [...printed().matchAll(/^event: (.+)$/gm)].map(([, type]) => type);
  expect(events).toEqual(['snapshot', 'order.cancelled']);
  expect(printed()).toContain('"status":"pending"');
  expect(printed()).toContain('"reason":"expired"');
});
