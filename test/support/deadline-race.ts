import { setTimeout as sleep } from 'node:timers/promises';
import * as fc from 'fast-check';
import { TransientError } from '@order-countdown/shared/platform/errors';
import type { Orders } from '@order-countdown/shared/orders/orders';
import { actor } from './ledger.ts';

/** A command that meets the deadline of an order. `atMs` counts from it. */
type Act =
  | { kind: 'pay'; reference: string | null; atMs: number }
  | { kind: 'cancel'; atMs: number }
  | { kind: 'extend'; seconds: number; atMs: number }
  | { kind: 'start'; atMs: number }
  /** Fails the latest payment attempt. */
  | { kind: 'fail'; atMs: number };

/** The orders of a race must be held for no longer, or they take long to end. */
export const raceEnv = { PAYMENT_HOLD_SECONDS: '1' };

export interface Answered {
  id: string;
  act: Act;
  outcome: string;
}

const atMs = fc.integer({ min: -150, max: 60 });
const reference = fc.constantFrom('pay_1', 'pay_1', 'pay_1', 'pay_2', null);
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('pay' as const), reference, atMs }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('cancel' as const), atMs }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('extend' as const), seconds: fc.constant(1), atMs }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('start' as const), atMs }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fail' as const), atMs }) },
);

/** Three commands for each order: payments mostly, with the same and other references. */
const acts = fc.array(act, { minLength: 3, maxLength: 3 });

export interface RaceOptions {
  /** Commands go to these in turns, as to several processes. */
  orders: readonly Orders[];
  count: number;
  seed: number;
}

/** Places orders that fall due during the next seconds, and sends commands to them just before and after. */
export async function raceAtTheDeadline({ orders, count, seed }: RaceOptions): Promise<Answered[]> {
  const plans = fc.sample(acts, { numRuns: count, seed });
  const runs = plans.map(async (plan, number) => {
    const verdict = await orders[number % orders.length]!.place({
      actor,
      customerId: null,
      reference: null,
      amount: 100,
      currency: 'CNY',
      items: [],
      metadata: {},
      windowSeconds: 2 + (number % 3),
    });
    if (verdict.outcome !== 'placed') throw new Error(`not placed: ${verdict.outcome}`);
    const { id, remainingMs } = verdict.order;
    return Promise.all(
      plan.map(async (each, turn): Promise<Answered> => {
        await sleep(remainingMs + each.atMs);
        const chosen = orders[(number + turn) % orders.length]!;
        const { outcome } = await insistently(() => send(chosen, id, each));
        return { id, act: each, outcome };
      }),
    );
  });
  return (await Promise.all(runs)).flat();
}

/** Tries again, as clients do, when a busy machine kept the ledger from deciding. @throws TransientError at the tenth time */
async function insistently<Result>(command: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await command();
    } catch (error) {
      if (!(error instanceof TransientError) || tries === 10) throw error;
    }
  }
}

async function send(orders: Orders, id: string, act: Act): Promise<{ outcome: string }> {
  if (act.kind === 'pay') return orders.pay({ actor, id, paymentReference: act.reference, amount: null });
  if (act.kind === 'cancel') return orders.cancel({ actor, id, by: 'customer', note: null });
  if (act.kind === 'extend') return orders.extend({ actor, id, seconds: act.seconds });
  if (act.kind === 'start') {
    return orders.startPayment({ actor, id, provider: null, reference: null, owner: null });
  }
  const attempt = (await orders.attempts(id)).at(-1);
  if (!attempt) return { outcome: 'not_found' };
  return orders.failPayment({ actor, id, attemptId: attempt.id, reason: null, owner: null });
}
