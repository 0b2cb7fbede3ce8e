import { expect, test } from 'vitest';
import { OrderCountdownConnectionError } from '../src/problem.ts';
import { createWatchState } from '../src/watch-state.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 2, 1) + seconds * 1_000).toISOString();
const snapshot = (version: number, remainingSeconds: number, expiresAt: string) => ({
  type: 'snapshot',
  id: String(version),
  data: JSON.stringify({
    status: 'pending',
    payBy: expiresAt,
    expiresAt,
    remainingMs: remainingSeconds * 1_000,
    paymentInProgress: false,
    version,
  }),
});
const event = (type: string, sequence: number, data: object, countdown: object = {}) => ({
  type,
  id: String(sequence),
  data: JSON.stringify({ type, sequence, occurredAt: at(0), data, ...countdown }),
});

/** To whole seconds: some milliseconds pass in a test. */
const secondsLeft = (remainingMs: number | null) => Math.round((remainingMs ?? NaN) / 1_000);

test('an extension moves what is left by as much as the deadline, whatever this clock says', () => {
  const state = createWatchState('ord_1');
  expect(state.remainingMs()).toBeNull();
  state.applyStreamed(snapshot(1, 100, at(500)));
  const update = state.applyStreamed(event('order.extended', 2, { seconds: 60, expiresAt: at(560) }));
  expect([update.status, update.expiresAt, secondsLeft(update.remainingMs)]).toEqual([
    'pending',
    at(560),
    160,
  ]);
  expect(update.event).toMatchObject({ type: 'order.extended', sequence: 2 });
  expect(secondsLeft(state.remainingMs())).toBe(160);
});

test('events that the snapshot already contains are told and change nothing', () => {
  const state = createWatchState('ord_1');
  state.applyStreamed(snapshot(3, 220, at(620)));
  const missed = state.applyStreamed(event('order.extended', 2, { seconds: 60, expiresAt: at(560) }));
  expect(missed.event).toMatchObject({ sequence: 2 });
  expect([missed.expiresAt, secondsLeft(missed.remainingMs)]).toEqual([at(620), 220]);
});

test('a payment in progress is told until it fails or pays, with the deadline of the order itself', () => {
  const state = createWatchState('ord_1');
  const inProgress = { payBy: at(500), paymentInProgress: true };
  const told = [
    state.applyStreamed(snapshot(1, 100, at(500))),
    state.applyStreamed(event('order.payment_started', 2, { expiresAt: at(520) }, inProgress)),
    state.applyStreamed(event('order.renamed', 3, {})),
    state.applyStreamed(
      event('order.payment_failed', 4, { expiresAt: at(500) }, { ...inProgress, paymentInProgress: false }),
    ),
    state.applyStreamed(
      event('order.extended', 5, { expiresAt: at(600) }, { ...inProgress, payBy: at(600) }),
    ),
    state.applyStreamed(event('order.paid', 6, {})),
  ];
  expect(
    told.map(({ payBy, expiresAt, paymentInProgress }) => [payBy, expiresAt, paymentInProgress]),
  ).toEqual([
    [at(500), at(500), false],
    [at(500), at(520), true],
    [at(500), at(520), true],
    [at(500), at(500), false],
    [at(600), at(600), true],
    [at(600), at(600), false],
  ]);
});

test('what was told some time ago is corrected by half a round trip, then only as far as it must be', () => {
  const state = createWatchState('ord_1');
  const first = state.applyStreamed(snapshot(1, 100.4, at(500)), 300);
  expect(first.remainingMs).toBeLessThanOrEqual(100_250);
  expect(first.remainingMs).toBeGreaterThan(100_000);
  // Between 97 and 101 s are left: that is no news. That 96 to 97 s are left is.
  state.applyStreamed(snapshot(1, 101, at(500)), 4_000);
  expect(secondsLeft(state.remainingMs())).toBe(100);
  state.applyStreamed(snapshot(1, 97, at(500)), 1_000);
  expect(secondsLeft(state.remainingMs())).toBe(97);
});

test('a long round trip does not count as the way back', () => {
  const state = createWatchState('ord_1');
  const { remainingMs } = state.applyStreamed(snapshot(1, 100, at(500)), 4_000);
  expect(remainingMs).toBeLessThanOrEqual(99_750);
  expect(remainingMs).toBeGreaterThan(99_000);
});

test('types that this version does not know are passed on', () => {
  const state = createWatchState('ord_1');
  state.applyStreamed(snapshot(1, 100, at(500)));
  const update = state.applyStreamed(event('order.renamed', 2, {}));
  expect([update.type, update.status, secondsLeft(update.remainingMs)]).toEqual([
    'order.renamed',
    'pending',
    100,
  ]);
});

test.each([
  ['order.paid', 'paid'],
  ['order.cancelled', 'cancelled'],
])('after %s nothing is left', (type, status) => {
  const state = createWatchState('ord_1');
  state.applyStreamed(snapshot(1, 100, at(500)));
  expect(state.isFinal()).toBe(false);
  const update = state.applyStreamed(event(type, 2, {}));
  expect([update.status, update.remainingMs, state.isFinal()]).toEqual([status, 0, true]);
});

test('a further snapshot replaces what was known: the ledger was restored', () => {
  const state = createWatchState('ord_1');
  state.applyStreamed(snapshot(9, 100, at(500)));
  state.applyStreamed(snapshot(4, 40, at(440)));
  const update = state.applyStreamed(event('order.extended', 5, { expiresAt: at(450) }));
  expect(secondsLeft(update.remainingMs)).toBe(50);
});

test('what is told of another order changes nothing, and counts as no answer', () => {
  const state = createWatchState('ord_1');
  state.applyStreamed(snapshot(1, 100, at(500)));
  const paid = event('order.paid', 2, {}, { id: 'ord_2' });
  expect(() => state.applyStreamed(paid)).toThrow(OrderCountdownConnectionError);
  expect(() => state.applyPolled(JSON.parse(paid.data))).toThrow('about the order ord_2, and not ord_1');
  expect(state.isFinal()).toBe(false);
  expect(state.applyStreamed(event('order.paid', 2, {}, { id: 'ord_1' })).status).toBe('paid');
});
