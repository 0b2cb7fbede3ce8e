import { expect, test } from 'vitest';
import { startApiAndTellPid } from './start.ts';

test('a killed test runner runs no hooks', async () => {
  await startApiAndTellPid('killed');
  process.kill(process.pid, 'SIGKILL');
  expect.fail('it should be dead');
});
