import { orderIdToUuid } from '../order/order-id.ts';
import type { Payment, PaymentOutcome } from '../order/payment.ts';
import { refundIdFromUuid } from '../order/refund.ts';
import type { Postgres } from '../platform/postgres.ts';

interface PaymentRow {
  reference: string | null;
  amount: number;
  outcome: PaymentOutcome;
  recorded_at: Date;
  refund_id: string | null;
}

const statement = `
select reference, amount, outcome, recorded_at, refund_id from payments
where order_id = $1 order by recorded_at desc limit 100`;

/** The payments of an order, newest first, 100 at most. */
export async function readPayments(postgres: Postgres, id: string): Promise<Payment[]> {
  const rows = await postgres.query<PaymentRow>(statement, [orderIdToUuid(id)]);
  return rows.map(({ recorded_at: recordedAt, refund_id: refundId, ...row }) => ({
    ...row,
    recordedAt,
    refundId: refundId && refundIdFromUuid(refundId),
  }));
}
