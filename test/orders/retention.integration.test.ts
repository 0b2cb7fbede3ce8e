import { createRegistry } from '@order-countdown/shared/metrics/registry';
import { orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { dropMonth } from '@order-countdown/shared/ledger/retention';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRetention } from '../../apps/worker/src/retention.ts';
import { createOldLedger, retentionDays, type OldLedger } from '../support/retention.ts';

const never = new AbortController().signal;

let ledger: OldLedger;

beforeEach(async () => {
  ledger = await createOldLedger();
});
afterEach(() => ledger.close());

test('each thing that is open keeps a month, and once nothing is, all that tells of its orders goes', async () => {
  const [[old], [owing], [young]] = await Promise.all([
    ledger.insertOld(5),
    ledger.insertOld(4),
    ledger.insertOld(0),
  ]);
  const id = orderIdToUuid(old!);
  expect(await ledger.kept()).toEqual({ not_in_feed: 1 });
  await ledger.fillFeed();
  // The other month stays.
  await ledger.query(`update orders set refund_due_amount = 1 where id = $1`, [orderIdToUuid(owing!)]);
  const registry = createRegistry();
  const settled = { refund_due: 1 };
  expect(await ledger.kept()).toEqual(settled);

  const pending = `update orders set status = 'pending', paid_at = null, payment_reference = null`;
  const paid = `update orders set status = 'paid', paid_at = created_at, paying_until = null, expires_at = created_at + interval '1 hour' where id = $1`;
  const blocks: [reason: string, block: string, undo: string][] = [
    ['pending', `${pending} where id = $1`, paid],
    [
      'payment_in_progress',
      `${pending}, paying_until = 'infinity', expires_at = now() + interval '1 hour' where id = $1`,
      paid,
    ],
    [
      'undelivered',
      `insert into webhook_outbox (order_id, sequence, type, occurred_at) values ($1, 3, 'order.paid', now())`,
      'delete from webhook_outbox where order_id = $1',
    ],
    [
      'undelivered',
      `update webhook_deliveries set status = 'pending', due_at = now() where order_id = $1`,
      `update webhook_deliveries set status = 'delivered', due_at = null where order_id = $1`,
    ],
    [
      'recent',
      `update order_events set occurred_at = now() - interval '38 days' where order_id = $1 and sequence = 3`,
      `update order_events set occurred_at = now() - interval '100 days' where order_id = $1 and sequence = 3`,
    ],
  ];
  for (const [reason, block, undo] of blocks) {
    await ledger.query(block, [id]);
    expect(await ledger.kept(), reason).toEqual({ ...settled, [reason]: 1 });
    expect(await ledger.dropAll()).toBe('none');
    expect(await ledger.core.ledger.read(old!)).not.toBeNull();
    await ledger.query(undo, [id]);
    expect(await ledger.kept(), reason).toEqual(settled);
  }
  await ledger.query('update orders set refund_due_amount = 1 where id = $1', [id]);
  expect(await ledger.dropAll()).toBe('none');
  await ledger.query('update orders set refund_due_amount = 0 where id = $1', [id]);

  // A key without its order could not be used again, so it goes first.
  expect(await dropMonth(ledger.core.postgres, retentionDays)).toBe('none');
  await createRetention(ledger.core, registry, retentionDays)(never);
  expect(await ledger.core.ledger.read(old!)).toBeNull();
  expect(await ledger.core.ledger.read(owing!)).toMatchObject({ status: 'paid' });
  expect(await ledger.core.ledger.read(young!)).toMatchObject({ status: 'paid' });

  expect(await registry.metrics()).toContain('order_countdown_retention_blocked{reason="refund_due"} 1\n');
  expect(await registry.metrics()).toContain('order_countdown_retention_blocked{reason="pending"} 0\n');
  const tables = await ledger.query(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'order_id' and is_updatable = 'YES'`,
  );
  expect(tables.length).toBeGreaterThan(8);
  for (const { name } of tables as { name: string }[]) {
    expect(await ledger.query(`select from ${name} where order_id = $1`, [id]), name).toEqual([]);
  }
});

test('no call drops what must be kept', async () => {
  await ledger.insertOld(5);
  await ledger.fillFeed();
  for (const argument of ['37', '0', '-1', 'null']) {
    await expect(ledger.query(`select drop_order_month(${argument})`)).rejects.toThrow('38 days at least');
  }
  const client = await ledger.context.postgres.connect();
  await client.query('begin isolation level repeatable read');
  await expect(client.query('select drop_order_month(38)')).rejects.toThrow('read committed');
  await client.query('rollback');
  await client.query('set session authorization pg_monitor');
  await expect(client.query('select drop_order_month(38)')).rejects.toThrow('may not delete orders');
  client.release(true);
  expect(await ledger.query('select count(*)::int as count from orders')).toEqual([{ count: 1 }]);
});
