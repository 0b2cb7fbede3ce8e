import { expect, test } from 'vitest';
import { inBatches } from '../src/platform/batches.ts';
import { asRecordset } from '../src/platform/recordset.ts';

/** Takes from a stock of `count` items, and aborts after `abortAfter` batches. */
async function take(count: number, abortAfter = Infinity) {
  const controller = new AbortController();
  const batches: number[] = [];
  let left = count;
  const total = await inBatches(10, controller.signal, async (limit) => {
    const taken = Math.min(limit, left);
    left -= taken;
    batches.push(taken);
    if (batches.length >= abortAfter) controller.abort();
    return taken;
  });
  return { batches, total };
}

test('batches end with the first one that is not full', async () => {
  expect(await take(25)).toEqual({ batches: [10, 10, 5], total: 25 });
});

test('an exactly full batch is followed by an empty one', async () => {
  expect(await take(20)).toEqual({ batches: [10, 10, 0], total: 20 });
});

test('no item at all takes one batch', async () => {
  expect(await take(0)).toEqual({ batches: [0], total: 0 });
});

test('an aborted signal stops after the current batch, and what was taken counts', async () => {
  expect(await take(100, 2)).toEqual({ batches: [10, 10], total: 20 });
});

test('a signal that is aborted beforehand takes nothing', async () => {
  let isCalled = false;
  const total = await inBatches(10, AbortSignal.abort(), async () => {
    isCalled = true;
    return 10;
  });
  expect({ total, isCalled }).toEqual({ total: 0, isCalled: false });
});

test('a recordset numbers its calls in the order given', () => {
  expect(JSON.parse(asRecordset([{ id: 'b' }, { id: 'a' }, { id: 'b' }]))).toEqual([
    { ord: 0, id: 'b' },
    { ord: 1, id: 'a' },
    { ord: 2, id: 'b' },
  ]);
  expect(asRecordset([])).toBe('[]');
});
