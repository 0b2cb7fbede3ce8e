import {
  attempt,
  delivery,
  endpoint,
  event,
  expired,
  paid,
  pay,
  payment,
  placed,
  refund,
} from './statements.ts';

/** For each promise that Postgres can disprove, an order that breaks it. */
export const breaks: Record<string, { of: string[]; alsoBreaks?: string[] }> = {
  paid_means_accepted: {
    of: [...placed, pay(), event(2, 'order.paid'), 'update orders set paid_at = now()'],
  },
  kept_money_is_not_refunded: {
    of: [...paid, refund(3, 'pay_1'), pay(3)],
    alsoBreaks: ['references_recorded_once'],
  },
  one_final_event: { of: [...paid, event(3, 'order.cancelled'), pay(3)] },
  nothing_cancelled_early: {
    of: [...expired, `update orders set expires_at = now() - interval '9 minutes' where id = :id`],
  },
  nothing_paid_late: { of: [...paid, `update orders set expires_at = paid_at where id = :id`] },
  sequences_without_gaps: { of: [...paid, 'update orders set version = 3 where id = :id'] },
  times_never_run_backwards: {
    of: [
      ...placed,
      event(2, 'order.extended', '{}', "now() - interval '21 minutes'"),
      'update orders set version = 2',
    ],
  },
  one_reminder: {
    of: [...placed, event(2, 'order.expiring'), event(3, 'order.expiring'), 'update orders set version = 3'],
  },
  refunds_add_up: {
    of: [
      ...paid,
      payment('pay_2', 'duplicate'),
      refund(3, 'pay_2'),
      pay(3),
      `update payments set refunded_at = now() where outcome = 'duplicate'`,
      'update orders set refund_due_amount = 0',
    ],
  },
  references_recorded_once: { of: [...paid, payment('pay_2', 'duplicate')] },
  holds_are_kept: {
    of: [
      ...expired,
      'update orders set version = 3',
      event(3, 'order.payment_started'),
      `insert into payment_attempts (order_id, id, created_at, hold_until) values (:id, gen_random_uuid(), now(), now())`,
    ],
  },
  payment_attempts_agree: { of: [...paid, event(3, 'order.payment_started'), pay(3)] },
  events_delivered_or_due: {
    of: [
      ...paid,
      endpoint('order.paid'),
      delivery(2, 'delivered'),
      endpoint('order.paid'),
      delivery(1, 'pending'),
    ],
  },
  erased_for_good: {
    of: [
      ...paid,
      event(3, 'customer.erased'),
      pay(3),
      `update orders set metadata = '{"a": 1}' where id = :id`,
    ],
  },
  events_in_the_feed: { of: [...paid, 'insert into event_feed values (1, :id, 2), (2, :id, 1)'] },
  nothing_overdue: {
    of: [
      ...placed,
      `update orders set created_at = now() - interval '1 hour', expires_at = now() - interval '3 seconds' where id = :id`,
    ],
  },
};

/** The same for what a promise says besides: its name, what breaks it, and such an order. */
export const furtherBreaks: [name: string, by: string, of: string[]][] = [
  [
    'holds_are_kept',
    'an order that is due before its own deadline',
    [...paid, "update orders set pay_by = expires_at + interval '1 ms'"],
  ],
  [
    'erased_for_good',
    'an event that names the customer as its actor',
    [
      ...paid,
      event(3, 'customer.erased'),
      pay(3),
      `update order_events set actor_kind = 'customer', actor_subject = 'ada' where sequence = 2`,
    ],
  ],
  [
    'payment_attempts_agree',
    'an attempt that succeeded, of an order that was not paid',
    [...expired, ...attempt(2, 'null', 'succeeded').slice(0, 1)],
  ],
  [
    'payment_attempts_agree',
    'two attempts that succeeded',
    [
      ...paid,
      ...attempt(3, 'null', 'succeeded'),
      ...attempt(4, 'null', 'succeeded'),
      'update orders set version = 4',
      `update order_events set occurred_at = now() - interval '5 minutes' where sequence > 2`,
    ],
  ],
  [
    'refunds_add_up',
    'another sum than its refunds that are due',
    [
      ...paid,
      payment('pay_2', 'duplicate'),
      refund(3, 'pay_2'),
      pay(3),
      'update orders set refund_due_amount = 9',
    ],
  ],
];
