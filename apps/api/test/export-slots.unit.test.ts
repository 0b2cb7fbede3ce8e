import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createExportSlots } from '../src/console/export-slots.ts';

const refused = expect.objectContaining({
  code: 'overloaded',
  extras: { headers: { 'Retry-After': '10' } },
});

/** Starts exports, each of which runs until it is finished. */
function begin(limits: Parameters<typeof createExportSlots>[0]) {
  const inSlot = createExportSlots(limits);
  const running: { name: string; finish: (error?: Error) => void }[] = [];
  return {
    names: () => running.map(({ name }) => name),
    finish: (name: string, error?: Error) => running.find((each) => each.name === name)?.finish(error),
    start(name: string, response = new EventEmitter()) {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      return inSlot(response, () => {
        running.push({ name, finish: (error) => (error ? reject(error) : resolve()) });
        return promise;
      });
    },
  };
}

test('two exports run, others wait in order, and those beyond are refused', async () => {
  const exports = begin({ atOnce: 2, maxWaiting: 2, maxWaitMs: 60_000 });
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => exports.start(name));
  await expect(exports.start('e')).rejects.toEqual(refused);
  expect(exports.names()).toEqual(['a', 'b']);
  exports.finish('b', new Error('the ledger is away'));
  await expect(b).rejects.toThrow('the ledger is away');
  await nextTurn();
  expect(exports.names()).toEqual(['a', 'b', 'c']);
  for (const name of ['a', 'c']) exports.finish(name);
  await Promise.all([a, c]);
  await nextTurn();
  exports.finish('d');
  await d;
  for (const name of ['f', 'g']) void exports.start(name);
  await nextTurn();
  expect(exports.names()).toEqual(['a', 'b', 'c', 'd', 'f', 'g']);
});

test('a client that leaves gives up its place, and one that waits too long is refused', async () => {
  const exports = begin({ atOnce: 1, maxWaiting: 1, maxWaitMs: 1 });
  void exports.start('a');
  await expect(exports.start('b')).rejects.toEqual(refused);
  const leaving = new EventEmitter();
  const left = exports.start('c', leaving);
  leaving.emit('close');
  await left;
  expect(leaving.listenerCount('close')).toBe(0);
  expect(exports.names()).toEqual(['a']);
});
