import { Counter, type Registry } from 'prom-client';
import type { Command, DecisionObserver, Outcomes } from '../orders/decisions.ts';

/** Exported as 0 from the start, so that `rate()` sees the first of each. Other outcomes appear when they occur. */
const expectedOutcomes: { [Name in Command]: readonly Outcomes[Name][] } = {
  place: ['placed', 'replayed', 'idempotency_key_reused'],
  pay: [
    'paid',
    'already_paid',
    'order_already_paid',
    'order_expired',
    'order_cancelled',
    'amount_mismatch',
    'too_many_refused_payments',
    'unknown_payment_attempt',
  ],
  cancel: ['cancelled', 'already_cancelled', 'order_already_paid'],
  extend: ['extended', 'order_expired', 'order_cancelled', 'order_already_paid', 'extension_too_long'],
  update: [
    'updated',
    'unchanged',
    'order_expired',
    'order_cancelled',
    'order_already_paid',
    'amount_differs_from_items',
    'payment_in_progress',
  ],
  advance: ['advanced'],
  startPayment: [
    'started',
    'already_started',
    'order_expired',
    'order_cancelled',
    'order_already_paid',
    'too_many_payment_attempts',
  ],
  failPayment: ['failed', 'already_failed', 'payment_attempt_closed'],
  refund: ['refunded', 'already_refunded', 'reference_added', 'refund_already_recorded'],
  remind: ['reminded'],
  expire: ['expired', 'not_due', 'settled'],
  sweep: ['expired'],
  erase: ['erased'],
};

/** @param commands the commands that this process runs */
export function decisionMetrics(registry: Registry, commands: readonly Command[]): DecisionObserver {
  const decisions = new Counter({
    name: 'order_countdown_decisions_total',
    help: 'Commands on orders, by outcome. unavailable, overloaded, failed: the ledger gave no answer.',
    labelNames: ['command', 'outcome'],
    registers: [registry],
  });
  for (const command of commands) {
    for (const outcome of expectedOutcomes[command]) decisions.inc({ command, outcome }, 0);
  }
  return {
    decided: ({ command, outcome, orders }) => decisions.inc({ command, outcome }, orders.length),
  };
}
