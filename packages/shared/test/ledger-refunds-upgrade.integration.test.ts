import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listRefunds } from '../src/ledger/refunds.ts';
import { orderIdToUuid } from '../src/order/order-id.ts';
import { refundIdFromUuid } from '../src/order/refund.ts';
import { createLedgerContext, type LedgerContext } from './support/ledger-context.ts';

let ledger: LedgerContext;

beforeAll(async () => {
  ledger = await createLedgerContext();
});
afterAll(() => ledger.close());

const refundsOf = async (orderId: string) => {
  const query = { status: null, orderId, customerId: null, limit: 100, after: null };
  return (await listRefunds(ledger.postgres, query)).refunds;
};

describe('refused payments that another version recorded', () => {
  const insertPayment = (id: string, reference: string) =>
    `insert into payments (order_id, reference, amount, outcome, recorded_at)
     values ('${orderIdToUuid(id)}', '${reference}', 700, 'late', '2026-03-01T12:00:00.123Z')`;

  test('during an upgrade get an id and are owed', async () => {
    const { id } = await ledger.place();
    await ledger.context.postgres.query(insertPayment(id, 'a'));
    await ledger.context.postgres.query(insertPayment(id, 'b'));
    expect(await ledger.read(id)).toMatchObject({ refundDueAmount: 1_400, version: 1 });
    expect(await refundsOf(id)).toHaveLength(2);
  });

  test('before the upgrade get an id of their time and are owed, once', async () => {
    const { id } = await ledger.place();
    const { postgres } = ledger.context;
    await postgres.query('alter table payments disable trigger user');
    await postgres.query(insertPayment(id, 'a'));
    await postgres.query('alter table payments enable trigger user');
    const migration = new URL('../migrations/0012_refunds_of_before.sql', import.meta.url);
    const statements = (await readFile(migration, 'utf8')).split(/;\n/);
    for (let times = 0; times < 2; times += 1) for (const sql of statements) await postgres.query(sql);
    expect(await ledger.read(id)).toMatchObject({ refundDueAmount: 700 });
    const [refund] = await refundsOf(id);
    const { rows } = await postgres.query('select refund_id as uuid from payments where order_id = $1', [
      orderIdToUuid(id),
    ]);
    expect(refundIdFromUuid(rows[0].uuid)).toBe(refund!.id);
    // A UUIDv7 of that millisecond.
    const milliseconds = Date.parse('2026-03-01T12:00:00.123Z').toString(16).padStart(12, '0');
    expect(rows[0].uuid).toMatch(
      new RegExp(`^${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-7[0-9a-f]{3}-[89ab]`),
    );
  });
});
