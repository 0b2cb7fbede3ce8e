import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { until } from '@order-countdown/test/until';
import { expect, onTestFinished, test } from 'vitest';
import { makeDisk } from '../src/postgres/disk.ts';

const chunk = Buffer.alloc(256 * 1_024);

test('a disk gets full while it is written to, and has room again', async ({ skip }) => {
  const disk = await makeDisk('written');
  onTestFinished(() => disk.remove());
  if (disk.fill === null) {
    skip('a small file system can be mounted by root alone');
    return;
  }
  const file = openSync(join(disk.dataDir, 'file'), 'w');
  let problem: string | null = null;
  writeSync(file, chunk);
  const writing = setInterval(() => {
    try {
      writeSync(file, chunk);
      problem = null;
    } catch (error) {
      problem = (error as NodeJS.ErrnoException).code ?? null;
    }
  }, 1);
  onTestFinished(() => {
    clearInterval(writing);
    closeSync(file);
  });

  const empty = await disk.fill(0);
  await until(() => problem !== null);
  expect(problem).toBe('ENOSPC');
  await empty();
  await until(() => problem === null);
});
