import { retryDelaysSeconds } from '@order-countdown/shared/webhooks/queue';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSlots, type Slots, type Turn } from '../src/webhooks/slots.ts';

let slots: Slots;
beforeEach(() => {
  slots = createSlots(2);
});
afterEach(() => void vi.useRealTimers());

/** Takes all slots of an endpoint. */
async function fill(endpointId: string): Promise<Turn[]> {
  const turns = [await slots.turn(endpointId), await slots.turn(endpointId)];
  return turns.filter((turn) => turn !== null);
}

/** Waits in line. @returns the names of those whose turn has come, and their turns */
function waitInLine(...names: string[]) {
  const came: string[] = [];
  const turns = names.map(async (name) => {
    const turn = await slots.turn('a');
    came.push(name);
    return turn;
  });
  return { came, turns };
}

test('each endpoint has its own slots', async () => {
  await fill('a');
  const { came } = waitInLine('waits');
  expect(await fill('b')).toHaveLength(2);
  expect(came).toEqual([]);
});

test('a slot that is given back can be taken again, once', async () => {
  const [first] = await fill('a');
  first?.free();
  first?.free();
  expect(await slots.turn('a')).not.toBeNull();
  const { came } = waitInLine('waits');
  await fill('b');
  expect(came).toEqual([]);
});

test('those who wait get their turn in the order in which they came, one for each slot that is given back', async () => {
  const [first, second] = await fill('a');
  const { came, turns } = waitInLine('third', 'fourth', 'fifth');
  first?.free();
  second?.free();
  const third = await turns[0];
  await turns[1];
  expect(came).toEqual(['third', 'fourth']);
  third?.free();
  await turns[2];
  expect(came).toEqual(['third', 'fourth', 'fifth']);
});

test('who comes later does not get a slot before those in line', async () => {
  const [first] = await fill('a');
  const { came, turns } = waitInLine('in line');
  first?.free();
  const later = waitInLine('later');
  await Promise.all(turns);
  expect([came, later.came]).toEqual([['in line'], []]);
});

test('whoever waited while a delivery failed is told', async () => {
  const [first] = await fill('a');
  expect(first?.isStale).toBe(false);
  const before = waitInLine('before');
  first?.free({ hasFailed: true });
  const second = await before.turns[0];
  expect(second?.isStale).toBe(true);
  const after = waitInLine('after');
  second?.free();
  expect((await after.turns[0])?.isStale).toBe(false);
});

test('whoever waited for more than a quarter of a second is told', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  const [first, second] = await fill('a');
  const { turns } = waitInLine('third', 'fourth');
  vi.advanceTimersByTime(250);
  first?.free();
  expect((await turns[0])?.isStale).toBe(false);
  vi.advanceTimersByTime(1);
  second?.free();
  expect((await turns[1])?.isStale).toBe(true);
});

test('closing sends away those who wait and those who come', async () => {
  await fill('a');
  const { turns } = waitInLine('first', 'second');
  slots.close();
  expect(await Promise.all(turns)).toEqual([null, null]);
  expect(await slots.turn('b')).toBeNull();
});

test('the attempts of a delivery span about three days', () => {
  const hours = retryDelaysSeconds.reduce((sum, delay) => sum + delay, 0) / 3_600;
  expect(hours).toBeGreaterThan(70);
  expect(hours).toBeLessThan(74);
});
