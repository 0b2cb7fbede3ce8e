import * as fc from 'fast-check';
import { amount } from './ledger-context.ts';

/**
 * Sets of commands as fast-check makes them. Orders are named by number, out of a handful, so that
 * the same ones meet again and again, also within one set.
 */
export type SetOfCommands =
  | { kind: 'place'; calls: number[] }
  | { kind: 'pay'; calls: { order: number; paymentReference: string | null; amount: number | null }[] }
  | { kind: 'cancel'; calls: { order: number; by: 'customer' | 'backend'; note: string | null }[] }
  | { kind: 'expire'; calls: number[] }
  | { kind: 'sweep' }
  /** The deadline of these orders comes. */
  | { kind: 'lapse'; calls: number[] };

/** What one call of a set was told; and how its order is after the whole set, where that is told, too. */
export interface Answer {
  order: number;
  outcome: string;
  state?: object | null;
}

export const orderCount = 4;

const order = fc.nat(orderCount - 1);
const orNull = <Value>(...values: Value[]) => fc.constantFrom(...values, null);
const setOf = <Kind extends string, Call>(kind: Kind, call: fc.Arbitrary<Call>) =>
  fc.record({ kind: fc.constant(kind), calls: fc.array(call, { minLength: 1, maxLength: 8 }) });

const pay = fc.record({
  order,
  paymentReference: orNull('pay_1', 'pay_2'),
  amount: orNull(amount, amount - 1),
});

const cancel = fc.record({
  order,
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
