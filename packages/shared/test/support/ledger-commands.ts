import * as fc from 'fast-check';
import type { Actor } from '../../src/order/actor.ts';
import { maxWindowSeconds } from '../../src/order/order.ts';
import type { OrderChanges } from '../../src/order/change.ts';
import { amount } from './ledger-context.ts';

/**
 * Sets of commands as fast-check generates them. Commands name one of a few orders by its number, so that the same
 * orders come up again and again, also within a set.
 */
export type SetOfCommands =
  | { kind: 'place'; calls: number[] }
  | { kind: 'pay'; calls: Pay[] }
  | { kind: 'cancel'; calls: Cancel[] }
  /** One statement per call: neither extensions nor what follows have sets. */
  | { kind: 'extend'; calls: Extend[] }
  | { kind: 'startPayment'; calls: StartPayment[] }
  | { kind: 'failPayment'; calls: FailPayment[] }
  | { kind: 'advance'; calls: Advance[] }
  | { kind: 'update'; calls: Update[] }
  | { kind: 'refund'; calls: RefundCall[] }
  | { kind: 'expire'; calls: number[] }
  | { kind: 'sweep' }
  | { kind: 'remind' }
  /** Time passes. */
  | { kind: 'wait'; ms: number };

interface Sent {
  order: number;
  /** If no customer sent it. */
  by: Actor;
}

/** A command that a customer can send. `owner`: the order must be this customer's; null: anybody's. */
interface Owned extends Sent {
  owner: string | null;
}

/** Who sent a command. */
export const actorOf = ({ by, owner }: { by: Actor; owner?: string | null }): Actor =>
  owner ? { kind: 'customer', subject: owner } : by;

export interface Pay extends Owned {
  paymentReference: string | null;
  amount: number | null;
  /** The number of an attempt of the order, which it may not have; null: none is named. */
  attempt: number | null;
}

export interface Cancel extends Owned {
  reason: 'customer' | 'backend';
  note: string | null;
}

export interface Extend extends Sent {
  seconds: number;
}

export interface StartPayment extends Owned {
  provider: string | null;
  reference: string | null;
  holdSeconds: number;
}

export interface FailPayment extends Owned {
  attempt: number;
  reason: string | null;
}

/** What brings a deadline nearer takes what extends it. */
export type Advance = Extend;

export interface Update extends Sent {
  changes: OrderChanges;
}

/** Reports a refund as made. There is one if the payment was refused. */
export interface RefundCall extends Sent {
  paymentReference: string;
  refundReference: string | null;
}

/** The answer to one call of a set. */
export interface Answer {
  order: number;
  outcome: string;
  /** The order after the whole set, where the ledger answers with it. */
  state?: OrderSummary | null;
  remainingMs?: number;
  latenessMs?: number | null;
  attempt?: AttemptSummary;
  /** Of a refund. */
  refund?: { status: string; reason: string; amount: number; refundReference: string | null };
}

/** What an answer says of a payment attempt. */
export interface AttemptSummary {
  /** It counts those of its order from 0. */
  number: number;
  status: string;
  /** Milliseconds since the run began. */
  holdUntil: number | null;
}

/** What an answer says of its order. Times are milliseconds since the run began. */
export interface OrderSummary {
  status: string;
  cancelReason: string | null;
  version: number;
  remainingMs: number;
  createdAt: number;
  payBy: number;
  expiresAt: number;
  isPaying: boolean;
  paidAt: number | null;
  cancelledAt: number | null;
  refundDueAmount: number;
}

const shop: Actor = { kind: 'backend', subject: 'shop' };
const till: Actor = { kind: 'backend', subject: 'till' };
const operator: Actor = { kind: 'operator', subject: 'eve' };

export const reminderLeadSeconds = 300;

/** The most refused payments of an order with which one more of a customer is recorded. */
export const maxRefused = 1;

/** The orders, by their number. One has exactly the shortest window with a reminder, one is a second too short. */
export const drafts = [
  { customerId: 'cus_1', windowSeconds: 1_800, actor: actorOf({ by: shop, owner: 'cus_1' }) },
  { customerId: 'cus_1', windowSeconds: 2 * reminderLeadSeconds, actor: shop },
  {
    customerId: 'cus_2',
    windowSeconds: 2 * reminderLeadSeconds - 1,
    actor: actorOf({ by: shop, owner: 'cus_2' }),
  },
  { customerId: null, windowSeconds: 900, actor: till },
];

const order = fc.nat(drafts.length - 1);
const by = fc.constantFrom(shop, till, operator);
// Rarely a customer, because most of their commands end as not_found.
const owner = fc.constantFrom(null, null, null, 'cus_1', 'cus_2');
const orNull = <Value>(...values: Value[]) => fc.constantFrom(...values, null);
const setOf = <Kind extends string, Call>(kind: Kind, call: fc.Arbitrary<Call>) =>
  fc.record({ kind: fc.constant(kind), calls: fc.array(call, { minLength: 1, maxLength: 8 }) });

const pay: fc.Arbitrary<Pay> = fc.record({
  order,
  by,
  owner: fc.constantFrom(null, 'cus_1', 'cus_1', 'cus_2'),
  paymentReference: orNull('pay_1', 'pay_2', 'pay_3'),
  amount: orNull(amount, amount - 1),
  attempt: fc.constantFrom(null, null, null, 0, 1),
});

const cancel: fc.Arbitrary<Cancel> = fc.record({
  order,
  by,
  owner,
  reason: fc.constantFrom('customer', 'backend'),
  note: orNull('changed my mind'),
});

// The longest one fits once, into the first order, and is a second too long after any other extension.
const extend: fc.Arbitrary<Extend> = fc.record({
  order,
  by,
  seconds: fc.constantFrom(1, 300, 900, maxWindowSeconds - 1_800),
});

const startPayment: fc.Arbitrary<StartPayment> = fc.record({
  order,
  by,
  owner,
  provider: orNull('bank'),
  reference: orNull('at_1', 'at_2'),
  holdSeconds: fc.constantFrom(300, 300, 600, 0),
});

const failPayment: fc.Arbitrary<FailPayment> = fc.record({
  order,
  by,
  owner,
  attempt: fc.nat(2),
  reason: orNull('declined'),
});

const advance: fc.Arbitrary<Advance> = fc.record({ order, by, seconds: fc.constantFrom(1, 299, 300, 3_600) });

const items = (quantity: number) => [{ sku: 'tea', quantity, unitAmount: amount / 2 }];

const update: fc.Arbitrary<Update> = fc.record({
  order,
  by,
  changes: fc.record(
    {
      reference: orNull('R-1', 'R-2'),
      metadata: fc.constantFrom({}, { a: 1 }),
      items: fc.constantFrom([], items(2), items(3)),
      amount: fc.constantFrom(amount, amount * 1.5),
    },
    { requiredKeys: [] },
  ),
});

const refund: fc.Arbitrary<RefundCall> = fc.record({
  order,
  by,
  paymentReference: fc.constantFrom('pay_1', 'pay_2', 'pay_3'),
  refundReference: orNull('re_1', 're_2'),
});

// Windows, extensions, holds and waits are mostly multiples of five minutes, so deadlines are often hit exactly.
const waitMs = fc.constantFrom(1, 299_999, 300_000, 300_000, 600_000);

const sets: fc.Arbitrary<SetOfCommands> = fc.oneof(
  { weight: 2, arbitrary: setOf('place', order) },
  { weight: 5, arbitrary: setOf('pay', pay) },
  { weight: 3, arbitrary: setOf('cancel', cancel) },
  { weight: 3, arbitrary: setOf('extend', extend) },
  { weight: 5, arbitrary: setOf('startPayment', startPayment) },
  { weight: 3, arbitrary: setOf('failPayment', failPayment) },
  { weight: 2, arbitrary: setOf('advance', advance) },
  { weight: 2, arbitrary: setOf('update', update) },
  { weight: 3, arbitrary: setOf('refund', refund) },
  { weight: 3, arbitrary: setOf('expire', order) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep') }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remind') }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('wait'), ms: waitMs }) },
);

/** Begins by placing some orders. */
export const commandSets: fc.Arbitrary<SetOfCommands[]> = fc
  .tuple(setOf('place', order), fc.array(sets, { minLength: 1, maxLength: 12 }))
  .map(([first, later]) => [first, ...later]);
