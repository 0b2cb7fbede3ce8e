import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { readAttempts } from '../src/ledger/read-attempts.ts';
import { newAttemptId } from '../src/order/attempt-id.ts';
import { maxAttempts } from '../src/order/attempt.ts';
import { newOrderId } from '../src/order/order-id.ts';
import { isPaymentInProgress, type Order } from '../src/order/order.ts';
import { after, createAttemptContext, holdMs } from './support/attempt-context.ts';
import { actor } from './support/ledger-context.ts';

/* How payment attempts begin. */
let at: Awaited<ReturnType<typeof createAttemptContext>>;

beforeAll(async () => {
  at = await createAttemptContext();
});
afterAll(() => at.close());

describe('starting', () => {
  test('an attempt just before the deadline holds the order from that instant', async () => {
    const order = await at.placeAt(-10_000);
    const holdUntil = after(order, -10_000 + holdMs);
    const attemptId = newAttemptId();
    const verdict = await at.start(order, { attemptId, provider: 'bank', reference: 'at_0' });
    const attempt = {
      id: attemptId,
      orderId: order.id,
      status: 'open',
      provider: 'bank',
      reference: 'at_0',
      createdAt: at.clock.now(),
      holdUntil,
    };
    expect(verdict).toMatchObject({
      outcome: 'started',
      attempt,
      order: { payBy: order.payBy, expiresAt: holdUntil, remainingMs: holdMs, version: 2 },
    });
    expect(await at.lastEvent(order)).toMatchObject({
      sequence: 2,
      type: 'order.payment_started',
      data: {
        attemptId,
        provider: 'bank',
        reference: 'at_0',
        holdUntil: holdUntil.toISOString(),
        expiresAt: holdUntil.toISOString(),
      },
    });
    expect(await readAttempts(at.clock.postgres, order.id)).toEqual([attempt]);
    expect(isPaymentInProgress(await at.read(order), at.clock.now())).toBe(true);
  });

  test('an attempt whose hold ends before the deadline leaves the deadline where it is', async () => {
    const order = await at.placeAt(-holdMs - 1);
    expect(await at.start(order)).toMatchObject({
      attempt: { holdUntil: after(order, -1) },
      order: { payBy: order.payBy, expiresAt: order.expiresAt },
    });
  });

  test('an attempt during a hold holds the order from its own deadline, so that holds do not add up', async () => {
    const order = await at.placeAt(-1);
    await at.started(order);
    await at.setClock(order, 60_000);
    expect(await at.start(order)).toMatchObject({
      outcome: 'started',
      order: { expiresAt: after(order, holdMs) },
    });
    await at.setClock(order, holdMs - 1);
    expect(await at.start(order)).toMatchObject({
      outcome: 'started',
      order: { expiresAt: after(order, holdMs) },
    });
    await at.setClock(order, holdMs);
    expect(await at.start(order)).toMatchObject({
      outcome: 'order_expired',
      order: { expiresAt: after(order, holdMs) },
    });
  });

  test('an attempt without a hold is open until the deadline, and moves nothing', async () => {
    const order = await at.placeAt(-10);
    const attemptId = await at.started(order, { holdSeconds: 0 });
    const open = await at.read(order);
    expect(open).toMatchObject({ payBy: order.payBy, expiresAt: order.expiresAt });
    expect(isPaymentInProgress(open, at.clock.now())).toBe(true);
    expect(await readAttempts(at.clock.postgres, order.id)).toMatchObject([
      { id: attemptId, holdUntil: null, status: 'open' },
    ]);
    await at.setClock(order, 0);
    expect(isPaymentInProgress(await at.read(order), at.clock.now())).toBe(false);
    expect(await at.statuses(order)).toEqual(['lapsed']);
  });

  test.each([
    { provider: 'bank', reference: 'at_same' },
    { provider: 'bank', reference: null },
    { provider: null, reference: null },
  ])('while one is open, the same provider and reference get that one: %j', async (names) => {
    const order = await at.placeAt(-60_000);
    const id = await at.started(order, names);
    expect(await at.start(order, names)).toMatchObject({
      outcome: 'already_started',
      attempt: { id },
      order: { version: 2 },
    });
    await at.started(order, { ...names, reference: 'at_other' });
    await at.fail(order, id);
    expect(await at.start(order, names)).toMatchObject({ outcome: 'started' });
  });

  test('a lapsed attempt is not returned for its reference, a new one starts', async () => {
    const order = await at.placeAt(-holdMs - 1);
    const id = await at.started(order, { reference: 'at_lapsed' });
    await at.setClock(order, -1);
    expect(await at.statuses(order)).toEqual(['lapsed']);
    expect(await at.start(order, { reference: 'at_lapsed' })).toMatchObject({ outcome: 'started' });
    expect((await readAttempts(at.clock.postgres, order.id)).map((each) => each.id)).toContain(id);
    expect(await at.statuses(order)).toEqual(['lapsed', 'open']);
  });

  test('an order takes 20 attempts, whatever became of them', async () => {
    const order = await at.placeAt(-10_000);
    const reference = 'at_first';
    const ids = [await at.started(order, { reference })];
    while (ids.length < maxAttempts) ids.push(await at.started(order));
    await at.fail(order, ids[1]!);
    expect(await at.start(order)).toMatchObject({
      outcome: 'too_many_payment_attempts',
      order: { version: 22 },
    });
    expect(await at.start(order, { reference })).toMatchObject({
      outcome: 'already_started',
      attempt: { id: ids[0] },
    });
    expect(await readAttempts(at.clock.postgres, order.id)).toHaveLength(maxAttempts);
  });

  test.each<[string, string, (order: Order) => Promise<unknown>]>([
    ['a paid order', 'order_already_paid', (order) => at.pay(order, null)],
    [
      'a cancelled order',
      'order_cancelled',
      ({ id }) => cancelOrders(at.clock.postgres, [{ actor, id, by: 'customer', note: null }]),
    ],
    ['an overdue order', 'order_expired', (order) => at.setClock(order, 0)],
    [
      'an expired order',
      'order_expired',
      async (order) => {
        await at.setClock(order, 0);
        await at.expire(order);
      },
    ],
  ])('%s takes no attempt: %s', async (_, outcome, end) => {
    const order = await at.placeAt(-1);
    await end(order);
    const { version } = await at.read(order);
    expect(await at.start(order)).toMatchObject({ outcome, order: { version } });
    expect(await readAttempts(at.clock.postgres, order.id)).toEqual([]);
  });

  test('another customer’s order, and one that does not exist, are not found', async () => {
    const order = await at.placeAt(-1);
    expect(await at.start(order, { owner: 'cus_43' })).toEqual({ outcome: 'not_found' });
    expect(await at.start(order, { id: newOrderId() })).toEqual({ outcome: 'not_found' });
    expect(await at.start(order, { owner: 'cus_42' })).toMatchObject({ outcome: 'started' });
  });
});
