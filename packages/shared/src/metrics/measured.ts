import { LedgerUnavailable, Overloaded } from '../errors.ts';
import type { CancelVerdict } from '../ledger/cancel.ts';
import type { ExtendVerdict } from '../ledger/extend.ts';
import type { ExpireVerdict } from '../ledger/expire.ts';
import type { PayVerdict } from '../ledger/pay.ts';
import type { PlaceVerdict } from '../ledger/place.ts';
import type { Orders } from '../orders.ts';

/** What can come of each command. */
export interface Outcomes {
  place: PlaceVerdict['outcome'];
  pay: PayVerdict['outcome'];
  cancel: CancelVerdict['outcome'];
  extend: ExtendVerdict['outcome'];
  expire: ExpireVerdict['outcome'];
  remind: 'reminded';
  sweep: 'expired';
}

export type Command = keyof Outcomes;

export interface Decision {
  command: Command;
  /** One of {@link Outcomes}, or a fault: `unavailable`, `overloaded`, `failed`. */
  outcome: string;
  /** Null: no order came of it. */
  orderId?: string | null;
  /** How many orders it was about, where it is more than one. */
  count?: number;
}

/** Hears of each decision after it was made. It must not throw. */
export interface DecisionObserver {
  decided(decision: Decision): void;
}

/** The same use cases, whose every decision is told to whoever counts or logs them. */
export function measured(orders: Orders, ...observers: readonly DecisionObserver[]): Orders {
  const tell = (decision: Decision) => observers.forEach((observer) => observer.decided(decision));

  async function telling<Verdict extends { outcome: string; order?: { id: string } }>(
    command: Command,
    orderId: string | null,
    deciding: Promise<Verdict>,
  ): Promise<Verdict> {
    try {
      const verdict = await deciding;
      tell({ command, outcome: verdict.outcome, orderId: verdict.order?.id ?? orderId });
      return verdict;
    } catch (error) {
      tell({ command, outcome: faultOf(error), orderId });
      throw error;
    }
  }

  return {
    ...orders,
    place: (draft) => telling('place', null, orders.place(draft)),
    pay: (payment) => telling('pay', payment.id, orders.pay(payment)),
    cancel: (cancellation) => telling('cancel', cancellation.id, orders.cancel(cancellation)),
    extend: (extension) => telling('extend', extension.id, orders.extend(extension)),
    expire: (id) => telling('expire', id, orders.expire(id)),
  };
}

function faultOf(error: unknown): string {
  if (error instanceof LedgerUnavailable) return 'unavailable';
  return error instanceof Overloaded ? 'overloaded' : 'failed';
}
