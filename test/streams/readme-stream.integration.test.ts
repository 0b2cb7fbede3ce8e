import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem, type System } from '../support/system.ts';
import { backendToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem();
});

afterAll(() => system.close());

test('the curl command of the README streams an order until it is paid', async () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
  const command = /^curl -sN .*$/m.exec(readme)?.[0] ?? 'false';
  const { body: order } = await system.client.place();
  const shell = spawn('sh', ['-c', command], {
    env: {
      PATH: process.env['PATH'],
      api: system.api.url,
      id: order.id,
      auth: `Authorization: Bearer ${backendToken}`,
    },
  });
  let shown = '';
  shell.stdout.setEncoding('utf8').on('data', (chunk: string) => (shown += chunk));
  const exited = once(shell, 'exit');

  await until(() => shown.includes('event: snapshot'));
  await system.client.post(`/v1/orders/${order.id}/pay`, { paymentReference: 'pay_1' });
  expect((await exited)[0]).toBe(0);
  expect(shown).toMatch(/event: order\.paid\n/);
  expect(shown).toContain('"paymentReference":"pay_1"');
});
