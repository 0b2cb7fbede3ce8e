import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, startNode, type RunningProcess } from '../support/processes.ts';
import { until } from '../support/until.ts';

let context: TestContext;

beforeAll(async () => {
  context = await createTestContext();
});

afterAll(() => context.close());

/** Stops reading the log, and has the api log 300 KB, which is more than a pipe holds. */
async function stall(api: RunningProcess): Promise<void> {
  api.child.stdout?.pause();
  const longPath = `/${'x'.repeat(200)}`;
  for (let sent = 0; sent < 700; sent += 50) {
    await Promise.all(Array.from({ length: 50 }, async () => (await fetch(api.url + longPath)).text()));
  }
}

test('an api whose log nobody reads answers requests and ends on SIGTERM', async () => {
  const api = await startApi(context);
  await stall(api);
  expect((await fetch(`${api.url}/health/live`)).status).toBe(200);
  expect(await api.end('SIGTERM')).toBe(0);
});

test('an api ends on SIGTERM when its log is full and its reader is gone', async () => {
  const api = await startApi(context);
  await stall(api);
  api.child.stdout?.destroy();
  expect(await api.end('SIGTERM')).toBe(0);
});

test('a logger keeps 1 MB for a slow reader, drops the rest and logs how much that was', async () => {
  const script = `
    import { createLogger } from './packages/shared/src/platform/logger.ts';
    const logger = createLogger('test', 'info');
    for (let line = 0; line < 500; line += 1) logger.info({ line, text: 'x'.repeat(4_000) });
    console.error('written');
    for await (const _ of process.stdin) logger.info('once more');`;
  const child = await startNode(['--input-type=module', '-e', script], {}, 'pipe');
  await once(child.stderr!, 'data');

  const log: { msg?: string; line?: number; lines?: number }[] = [];
  createInterface(child.stdout!).on('line', (line) => log.push(JSON.parse(line)));
  const dropped = await until(() => {
    child.stdin!.write('go on');
    return log.find(({ msg }) => msg === 'log lines were dropped because nobody read them');
  });
  const kept = log.flatMap(({ line }) => line ?? []);
  expect(kept).toEqual(Array.from(kept.keys()));
  expect(kept.length).toBeGreaterThan(250);
  expect(kept.length + (dropped.lines ?? 0)).toBe(500);
  child.stdin!.end();
  expect(await once(child, 'exit')).toEqual([0, null]);
});
