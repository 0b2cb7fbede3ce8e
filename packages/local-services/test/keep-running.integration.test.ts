import { expect, test } from 'vitest';
import { startChild } from '../src/process/child.ts';
import { commandOf } from '../src/process/leftover.ts';
import type { LocalService } from '../src/process/service.ts';
import { keepRunning, restartDelayMs, type KeepRunningOptions } from '../src/start/keep-running.ts';
import { createSupervisor, type Supervisor } from '../src/start/supervisor.ts';

const url = 'redis://:secret@127.0.0.1:6379';
const running = 'exec sleep 60';
const crashing = 'echo the disk is full; exit 3';

/** A service that is a shell. */
async function startShell(script: string): Promise<LocalService> {
  const child = await startChild({
    command: '/bin/sh',
    args: ['-c', script],
    stopSignal: 'SIGTERM',
    graceMs: 5_000,
    onLine: () => {},
  });
  return { ...child, url, port: 6379 };
}

/** Keeps a service running under a supervisor, as npm start does, but restarts it at once. */
function keep(supervisor: Supervisor, options: Pick<KeepRunningOptions, 'start' | 'stableMs'>) {
  const said: string[] = [];
  const kept = supervisor.start('service', 'Redis', () =>
    keepRunning({
      name: 'Redis',
      meanwhile: 'Orders go on without it',
      say: (line) => said.push(line),
      delayMs: () => 0,
      ...options,
    }),
  );
  return { kept, said };
}

test('the delay before a restart doubles from 100 ms to 5 s', () => {
  const delays = [1, 2, 3, 4, 5, 6, 7, 8, 9].map(restartDelayMs);
  expect(delays).toEqual([100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000, 5_000]);
});

test('a service that exits after each of its starts is given up, with the last lines of its log', async () => {
  const supervisor = createSupervisor();
  const { said } = keep(supervisor, { start: () => startShell(crashing) });
  await expect(supervisor.broken).rejects.toThrow(
    'Redis failed 10 times in a row. Last failure: Redis exited with code 3:\nthe disk is full',
  );
  const exits = said.filter(
    (line) => line === 'Redis exited with code 3. Orders go on without it; restarting it ...',
  );
  expect(exits).toHaveLength(10);
  await supervisor.stop();
});

test('a service that can not be started again is given up, with the reason', async () => {
  const supervisor = createSupervisor();
  let starts = 0;
  const { said } = keep(supervisor, {
    start: async () => {
      if (starts++ === 0) return startShell(crashing);
      throw new Error('Redis exited with code 1:\nthe port is taken');
    },
  });
  await expect(supervisor.broken).rejects.toThrow(
    'Redis failed 10 times in a row. Last failure: Redis exited with code 1:\nthe port is taken',
  );
  expect(said).toEqual([
    'Redis exited with code 3. Orders go on without it; restarting it ...',
    ...Array.from({ length: 8 }, () => 'Redis exited with code 1. Trying again in 0 s ...'),
  ]);
  await supervisor.stop();
});

test('a service that ran for long enough before each exit is never given up', async () => {
  const supervisor = createSupervisor();
  const { said } = keep(supervisor, { start: () => startShell(crashing), stableMs: 0 });
  const returns = () => said.filter((line) => line === 'Redis is back.').length;
  await expect.poll(returns, { timeout: 20_000 }).toBeGreaterThan(20);
  await supervisor.stop();
});

test('a service that is stopped on purpose is not announced as an exit', async () => {
  const supervisor = createSupervisor();
  const { kept, said } = keep(supervisor, { start: () => startShell(running) });
  const { exited } = await kept;
  await supervisor.stop();
  expect(await exited).toMatchObject({ signal: 'SIGTERM' });
  expect(said).toEqual([]);
});

test('stopping a service that is being restarted waits for its start and leaves no process', async () => {
  const supervisor = createSupervisor();
  const restarting = Promise.withResolvers<LocalService>();
  const gate = Promise.withResolvers<void>();
  let starts = 0;
  const { said } = keep(supervisor, {
    start: async () => {
      if (starts++ === 0) return startShell(crashing);
      const service = await startShell(running);
      restarting.resolve(service);
      await gate.promise;
      return service;
    },
  });
  const { pid } = await restarting.promise;
  const stopped = supervisor.stop();
  expect(commandOf(pid)).toContain('sleep');
  gate.resolve();
  await stopped;
  expect(commandOf(pid)).toBe('');
  expect(starts).toBe(2);
  expect(said).not.toContain('Redis is back.');
});

test('stopping a service during the delay before its restart does not wait for the delay', async () => {
  const supervisor = createSupervisor();
  const delaying = Promise.withResolvers<void>();
  let starts = 0;
  await supervisor.start('service', 'Redis', () =>
    keepRunning({
      name: 'Redis',
      meanwhile: 'Orders go on without it',
      say: () => {},
      start: () => {
        starts++;
        return startShell(crashing);
      },
      delayMs: () => {
        delaying.resolve();
        return 3_600_000;
      },
    }),
  );
  await delaying.promise;
  await supervisor.stop();
  expect(starts).toBe(1);
});

test('a service that comes back without its data is given up, and stopped', async () => {
  const supervisor = createSupervisor();
  const services: LocalService[] = [];
  keep(supervisor, {
    start: async () => {
      const service = await startShell(services.length === 0 ? crashing : running);
      services.push(service);
      return services.length === 1 ? service : { ...service, url: 'redis://:another@127.0.0.1:6379' };
    },
  });
  await expect(supervisor.broken).rejects.toThrow(
    'Redis lost its data directory: run npm start again to start with an empty one',
  );
  await supervisor.stop();
  expect(services).toHaveLength(2);
  expect(services.map(({ pid }) => commandOf(pid))).toEqual(['', '']);
});
