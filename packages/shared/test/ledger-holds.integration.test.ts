import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cancelOrders } from '../src/ledger/cancel.ts';
import { sweepOrders } from '../src/ledger/expire.ts';
import { orderIdToUuid } from '../src/order/order-id.ts';
import { maxWindowSeconds } from '../src/order/order.ts';
import { after, createAttemptContext, holdMs, leadSeconds } from './support/attempt-context.ts';
import { actor } from './support/ledger-context.ts';

/* What an open payment attempt holds. */
let at: Awaited<ReturnType<typeof createAttemptContext>>;

beforeAll(async () => {
  at = await createAttemptContext();
});
afterAll(() => at.close());

describe('while a hold is in force', () => {
  test.each([
    ['1 ms before its end is still payable, and not due', holdMs - 2, 'paid', 'not_due', 0],
    ['at its end can no longer be paid, and is due', holdMs - 1, 'order_expired', 'expired', 1],
  ])('an order %s', async (_, offsetMs, payment, expiry, swept) => {
    const [paid, due, ours] = [await at.placeAt(-1), await at.ledger.place(), await at.ledger.place()];
    await at.clock.set(after(paid, -1));
    for (const order of [paid, due, ours]) {
      await at.setClock(order, -1);
      await at.started(order);
    }
    await at.setClock(paid, offsetMs);
    expect(await at.pay(paid, null)).toMatchObject({ outcome: payment });
    await at.setClock(due, offsetMs);
    expect(await at.expire(due)).toBe(expiry);
    await at.setClock(ours, offsetMs);
    const ids = (await sweepOrders(at.clock.postgres, 1_000)).map(({ id }) => id);
    expect(ids.filter((id) => id === ours.id)).toHaveLength(swept);
  });

  test('a cancellation past the order’s own deadline has the caller’s reason', async () => {
    const order = await at.placeAt(-1);
    await at.started(order);
    await at.setClock(order, 1_000);
    const [verdict] = await cancelOrders(at.clock.postgres, [
      { actor, id: order.id, by: 'customer', note: null },
    ]);
    expect(verdict).toMatchObject({ outcome: 'cancelled', order: { cancelReason: 'customer' } });
    expect(await at.statuses(order)).toEqual(['lapsed']);
  });

  test('an extension adds to the order’s own deadline, and never shortens the hold', async () => {
    const order = await at.placeAt(-1);
    await at.started(order);
    const held = after(order, holdMs - 1);
    await at.setClock(order, 60_000);
    expect(await at.extend(order, 1)).toMatchObject({
      outcome: 'extended',
      order: { payBy: after(order, 1_000), expiresAt: held },
    });
    expect(await at.lastEvent(order)).toMatchObject({
      data: {
        seconds: 1,
        payBy: after(order, 1_000).toISOString(),
        expiresAt: held.toISOString(),
      },
    });
    const extended = after(order, 601_000);
    expect(await at.extend(order, 600)).toMatchObject({ order: { payBy: extended, expiresAt: extended } });
    await at.setClock(order, 601_000);
    expect(await at.expire(order)).toBe('expired');
  });

  test('an extension may reach 30 days by the order’s own deadline, whatever the hold', async () => {
    const order = await at.placeAt(-1);
    await at.started(order);
    const rest = maxWindowSeconds - 1_800;
    expect(await at.extend(order, rest + 1)).toMatchObject({ outcome: 'extension_too_long' });
    expect(await at.extend(order, rest)).toMatchObject({ outcome: 'extended' });
  });

  test('the reminder follows the order’s own deadline', async () => {
    const order = await at.ledger.place({ reminderLeadSeconds: leadSeconds });
    await at.setClock(order, -1);
    await at.started(order);
    await at.extend(order, 60);
    const { rows } = await at.ledger.context.postgres.query('select remind_at from orders where id = $1', [
      orderIdToUuid(order.id),
    ]);
    expect(rows[0].remind_at).toEqual(after(order, 60_000 - leadSeconds * 1_000));
  });
});
