import { afterAll, beforeAll, expect, test } from 'vitest';
import { matches, read } from '../support/documents.ts';
import { readmeBlock, runInShell } from '../support/readme.ts';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
});

afterAll(() => system.close());

test('the client runs as the README says', async () => {
  const { printed, exited } = runInShell(readmeBlock('examples/client.ts'), system.api.url);
  expect(await exited).toBe(0);
  expect(printed()).toMatch(
    /^(ord_\w+) is pending: 1800 seconds left to pay\n\1 was paid at \S+Z\n\1 is paid: 0 seconds left to pay\n\1 is paid\n$/,
  );
});

test('the README quotes the example', () => {
  const [quoted = ''] = matches(read('README.md'), /^```ts\n([^]*?)^```$/gm).filter((block) =>
    block.includes('createOrderCountdown'),
  );
  expect(quoted.length).toBeGreaterThan(100);
  expect(read('examples/client.ts')).toContain(quoted);
});

test('the webhook receiver runs as the README says, and prints the ping', async () => {
  const free = await startReceiver();
  await free.close();
  const block = readmeBlock('examples/webhook-receiver.ts').replaceAll('4000', new URL(free.url).port);
  const { printed, pressCtrlC, exited } = runInShell(block, system.api.url);
  await until(() => /^webhook\.ping$/m.test(printed()));
  pressCtrlC();
  await exited;
  expect(printed()).toMatch(/^listening on http:\/\/127\.0\.0\.1:\d+\nwebhook\.ping\n$/);
});

test('the webhook receiver prints its usage if it is started without a secret', async () => {
  const { printed, exited } = runInShell(
    `${process.execPath} examples/webhook-receiver.ts 2>&1`,
    system.api.url,
  );
  expect(await exited).toBe(2);
  expect(printed()).toMatch(/^usage: npx node examples\/webhook-receiver\.ts <secret.*\n$/);
});
