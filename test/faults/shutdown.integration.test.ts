import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { graceMs } from '@order-countdown/shared/platform/shutdown';
import { expect, test } from 'vitest';
import { startNode } from '../support/processes.ts';
import { until } from '../support/until.ts';

/** Starts a process that runs these closers on a signal. @returns it and the messages of its log */
async function startClosing(closers: string, limitMs = graceMs) {
  const script = `
    import { createLogger } from './packages/shared/src/platform/logger.ts';
    import { closeOnSignal } from './packages/shared/src/platform/shutdown.ts';
    const logger = createLogger('test', 'info');
    const keepAlive = setInterval(() => undefined, 1_000);
    closeOnSignal([${closers}], logger, ${limitMs});
    logger.info('ready');`;
  const child = await startNode(['--input-type=module', '-e', script]);
  const log: string[] = [];
  createInterface(child.stdout!).on('line', (line) => log.push(JSON.parse(line).msg));
  await until(() => log.includes('ready'));
  return { child, log };
}

const hanging = `{ name: 'hanging', close: () => new Promise(() => undefined) }`;
const failing = `{ name: 'failing', close: () => Promise.reject(new Error('on purpose')) }`;
const closing = `{ name: 'closing', close: async () => logger.info('closed') }`;

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends a process with 0 once all is closed', async (signal) => {
  const { child, log } = await startClosing(closing);
  child.kill(signal);
  expect(await once(child, 'close')).toEqual([0, null]);
  expect(log).toEqual(['ready', 'stopping', 'closed', 'stopped']);
});

test('a closer that fails does not keep the next one from closing, and the exit code is 1', async () => {
  const { child, log } = await startClosing(`${failing}, ${closing}`);
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(log).toContain('closed');
});

test('a closer that never ends is given up after the grace period, with exit code 1', async () => {
  const { child } = await startClosing(hanging, 100);
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([1, null]);
});

test('the grace period is shorter than the 10 s that a container gets by default', () => {
  expect(graceMs).toBeLessThan(10_000);
});

test('a second signal ends the process at once, with exit code 1', async () => {
  const { child, log } = await startClosing(hanging);
  child.kill('SIGTERM');
  await until(() => log.includes('stopping'));
  const toldAt = performance.now();
  child.kill('SIGTERM');
  expect(await once(child, 'close')).toEqual([1, null]);
  expect(performance.now() - toldAt).toBeLessThan(2_000);
});
