import { beforeAll, expect, test } from 'vitest';
import { startApiAndTellPid } from './start.ts';

beforeAll(async () => {
  await startApiAndTellPid('failing-hook');
  throw new Error('on purpose');
});

test('a test whose beforeAll fails never runs', () => expect.fail());
