import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { commandOf } from '../src/process/leftover.ts';

const stubborn = `process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('up')`;

/** Starts an app that ignores SIGTERM, prints the pid of the app, and stops it on a signal. */
const script = `
  import { startChild } from '${import.meta.resolve('../src/process/child.ts')}';
  import { untilAskedToStop } from '${import.meta.resolve('../src/process/signals.ts')}';
  import { createSupervisor } from '${import.meta.resolve('../src/start/supervisor.ts')}';

  const supervisor = createSupervisor();
  const asked = untilAskedToStop(supervisor.abandon);
  const app = await supervisor.start('app', 'the app', () => startChild({
    command: process.execPath,
    args: ['-e', ${JSON.stringify(stubborn)}],
    stopSignal: 'SIGTERM',
    graceMs: 60_000,
    onLine: () => console.log(app.pid),
  }));
  await asked;
  console.log('asked');
  await supervisor.stop();
`;

test('one Ctrl-C may arrive three times; a second one kills even an app that ignores signals', async () => {
  const run = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines: string[] = [];
  createInterface(run.stdout).on('line', (line) => lines.push(line));
  await until(() => lines.length === 1);
  const appPid = Number(lines[0]);
  expect(commandOf(appPid)).not.toBe('');

  const exited = once(run, 'exit');
  for (let times = 0; times < 3; times++) run.kill('SIGINT');
  await until(() => lines.includes('asked'));
  expect(commandOf(appPid)).not.toBe('');

  const insisting = setInterval(() => run.kill('SIGINT'), 50);
  expect(await exited).toEqual([130, null]);
  clearInterval(insisting);
  await until(() => commandOf(appPid) === '');
});
