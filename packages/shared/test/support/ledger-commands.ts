import * as fc from 'fast-check';
import { amount } from './ledger-context.ts';

/**
 * Sets of commands as fast-check makes them. Orders are named by number, out of a handful, so that
 * the same ones meet again and again, also within one set.
 */
export type SetOfCommands =
  | { kind: 'place'; calls: number[] }
  | { kind: 'pay'; calls: Pay[] }
  | { kind: 'cancel'; calls: Cancel[] }
  | { kind: 'expire'; calls: number[] }
  | { kind: 'sweep' }
  /** The deadline of these orders comes. */
  | { kind: 'lapse'; calls: number[] };

/** Somebody who asks for an order. `owner`: it must be this customer's; null: it may be anybody's. */
interface Asking {
  order: number;
  owner: string | null;
}

export interface Pay extends Asking {
  paymentReference: string | null;
  amount: number | null;
}

export interface Cancel extends Asking {
  by: 'customer' | 'backend';
  note: string | null;
}

/** What one call of a set was told; and how its order is after the whole set, where that is told, too. */
export interface Answer {
  order: number;
  outcome: string;
  state?: object | null;
}

/** Whose the orders are, by their number. */
export const customers = ['cus_1', 'cus_1', 'cus_2', null];

const order = fc.nat(customers.length - 1);
// Mostly anybody's, or the other rules would hardly be met.
const owner = fc.constantFrom(null, null, null, 'cus_1', 'cus_2');
const orNull = <Value>(...values: Value[]) => fc.constantFrom(...values, null);
const setOf = <Kind extends string, Call>(kind: Kind, call: fc.Arbitrary<Call>) =>
  fc.record({ kind: fc.constant(kind), calls: fc.array(call, { minLength: 1, maxLength: 8 }) });

const pay: fc.Arbitrary<Pay> = fc.record({
  order,
  owner,
  paymentReference: orNull('pay_1', 'pay_2'),
  amount: orNull(amount, amount - 1),
});

const cancel: fc.Arbitrary<Cancel> = fc.record({
  order,
  owner,
  by: fc.constantFrom('customer', 'backend'),
  note: orNull('changed my mind'),
});

const sets: fc.Arbitrary<SetOfCommands> = fc.oneof(
  { weight: 2, arbitrary: setOf('place', order) },
  { weight: 5, arbitrary: setOf('pay', pay) },
  { weight: 3, arbitrary: setOf('cancel', cancel) },
  { weight: 3, arbitrary: setOf('expire', order) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep') }) },
  { weight: 3, arbitrary: setOf('lapse', order) },
);

/** Begins with some orders placed; the rest is as it comes. */
export const commandSets: fc.Arbitrary<SetOfCommands[]> = fc
  .tuple(setOf('place', order), fc.array(sets, { minLength: 1, maxLength: 10 }))
  .map(([first, later]) => [first, ...later]);
