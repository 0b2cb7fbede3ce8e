import type { Payment } from '../order/payment.ts';
import type { Postgres } from '../platform/postgres.ts';
import { readEndedOrders, type EndedOrders } from './ended-orders.ts';
import { findOrderId } from './find-order.ts';
import { readLateness, type Lateness } from './lateness.ts';
import { readPayments } from './order-payments.ts';
import { readRefundSums, type RefundSum } from './refund-sums.ts';
import { readRunningOrders, type RunningOrders } from './running-orders.ts';

/** What operators ask of the ledger, and nobody else. */
export interface ConsoleReads {
  runningOrders: () => Promise<RunningOrders>;
  endedOrders: (from: Date, until: Date) => Promise<EndedOrders>;
  lateness: () => Promise<Lateness>;
  refundSums: () => Promise<RefundSum[]>;
  payments: (orderId: string) => Promise<Payment[]>;
  findOrderId: (id: string) => Promise<string | null | undefined>;
}

export const createConsoleReads = (postgres: Postgres): ConsoleReads => ({
  runningOrders: () => readRunningOrders(postgres),
  endedOrders: (from, until) => readEndedOrders(postgres, from, until),
  lateness: () => readLateness(postgres),
  refundSums: () => readRefundSums(postgres),
  payments: (orderId) => readPayments(postgres, orderId),
  findOrderId: (id) => findOrderId(postgres, id),
});
