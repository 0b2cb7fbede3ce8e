import { createLogger } from '@order-countdown/shared/platform/logger';
import { expect, test } from 'vitest';
import { startTimetable, type Task } from '../src/timetable.ts';

const logger = createLogger('test', 'silent');

function start(run: Task['run'], intervalMs = 1, failures: string[] = []) {
  const metrics = { taskFailed: (task: string) => failures.push(task) };
  return startTimetable([{ name: 'task', intervalMs, run }], { logger, metrics });
}

/** Enough turns of the event loop for whatever doesn't wait for anything. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
}

test('stopping the timetable waits for the run in hand', async () => {
  const inHand = Promise.withResolvers<void>();
  const timetable = start(() => inHand.promise);
  let hasStopped = false;
  const stopping = timetable.stop().then(() => (hasStopped = true));
  await settle();
  expect(hasStopped).toBe(false);
  inHand.resolve();
  await stopping;
});

test('stopping the timetable waits for the runs of all tasks', async () => {
  const inHand = Promise.withResolvers<void>();
  const quick = { name: 'quick', intervalMs: 1, run: async () => undefined };
  const slow = { name: 'slow', intervalMs: 1, run: () => inHand.promise };
  const timetable = startTimetable([quick, slow], { logger, metrics: { taskFailed: () => undefined } });
  let hasStopped = false;
  const stopping = timetable.stop().then(() => (hasStopped = true));
  await settle();
  expect(hasStopped).toBe(false);
  inHand.resolve();
  await stopping;
});

test('stopping the timetable aborts the signal of the run in hand', async () => {
  let given: AbortSignal | undefined;
  const aborted = Promise.withResolvers<void>();
  const timetable = start((signal) => {
    given = signal;
    signal.addEventListener('abort', () => aborted.resolve());
    return aborted.promise;
  });
  expect(given?.aborted).toBe(false);
  await timetable.stop();
  expect(given?.aborted).toBe(true);
});

test('stopping the timetable ends a long pause at once, and nothing runs afterwards', async () => {
  let runs = 0;
  const timetable = start(async () => (runs += 1), 3_600_000);
  await settle();
  await timetable.stop();
  await timetable.stop();
  expect(runs).toBe(1);
});

test('a task never runs twice at once, however long a run takes', async () => {
  let underWay = 0;
  let most = 0;
  let runs = 0;
  const enough = Promise.withResolvers<void>();
  const timetable = start(async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise((resolve) => setTimeout(resolve, 5));
    underWay -= 1;
    if ((runs += 1) === 3) enough.resolve();
  });
  await enough.promise;
  await timetable.stop();
  expect(most).toBe(1);
});

test('a failed run is counted, and the next one follows', async () => {
  const failures: string[] = [];
  const enough = Promise.withResolvers<void>();
  let runs = 0;
  const timetable = start(
    async () => {
      if ((runs += 1) === 3) enough.resolve();
      throw new Error('on purpose');
    },
    1,
    failures,
  );
  await enough.promise;
  await timetable.stop();
  expect(failures.slice(0, 3)).toEqual(['task', 'task', 'task']);
});
