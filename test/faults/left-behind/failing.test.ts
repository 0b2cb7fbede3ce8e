import { expect, test } from 'vitest';
import { startApiAndTellPid } from './start.ts';

test('a failing test does not end its api', async () => {
  await startApiAndTellPid('failing');
  expect.fail('on purpose');
});
