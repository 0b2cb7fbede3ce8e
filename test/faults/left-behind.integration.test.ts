import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { commandOf } from '@order-countdown/local-services/leftover';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import { expect, test } from 'vitest';
import { until } from '../support/until.ts';

/** Test files that fail, each with an api that it does not end. */
const root = fileURLToPath(new URL('left-behind', import.meta.url));
const vitest = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));

test('an api ends when its test fails, when a hook fails, and when the test runner is killed', async () => {
  const folder = makeTemporaryFolder('left-behind');
  const run = spawn(process.execPath, [vitest, 'run', '--root', root], {
    env: { PATH: process.env['PATH'], PID_FOLDER: folder },
    stdio: 'ignore',
  });
  expect(await once(run, 'exit')).toEqual([1, null]);

  for (const name of ['failing', 'failing-hook', 'killed']) {
    const pid = Number(await readFile(join(folder, name), 'utf8'));
    await until(() => !commandOf(pid).includes('apps/api'));
  }
  await rm(folder, { recursive: true });
});
