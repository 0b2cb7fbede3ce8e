import { expect, test } from 'vitest';
import { startApiProcesses } from '../support/api-processes.ts';
import { createTestContext } from '../support/context.ts';

/** Longer than a process that serves may be silent. Only the second one, which has its number as its argument, loads for so long. */
const slowSecond = `data:text/javascript,if (process.argv[2] === '2') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 18_000)`;

test('a process that loads for long is not taken for one that hangs', { timeout: 90_000 }, async () => {
  const context = await createTestContext();
  try {
    const api = await startApiProcesses(context, { NODE_OPTIONS: `--import="${slowSecond}"` });
    try {
      expect(api.log.filter(({ level }) => Number(level) >= 50 || level === 'error')).toEqual([]);
      expect(api.pids()).toHaveLength(2);
    } finally {
      await api.end();
    }
  } finally {
    await context.close();
  }
});
