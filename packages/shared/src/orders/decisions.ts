import type { CancelVerdict } from '../ledger/cancel.ts';
import type { ExpireVerdict } from '../ledger/expire.ts';
import type { ExtendVerdict } from '../ledger/extend.ts';
import type { PayVerdict } from '../ledger/pay.ts';
import type { PlaceVerdict } from '../ledger/place.ts';
import { LedgerUnavailable, Overloaded } from '../platform/errors.ts';

/** Every command on orders, with every outcome that the ledger can answer. */
export interface Outcomes {
  place: PlaceVerdict['outcome'];
  pay: PayVerdict['outcome'];
  cancel: CancelVerdict['outcome'];
  extend: ExtendVerdict['outcome'];
  expire: ExpireVerdict['outcome'];
  sweep: 'expired';
  remind: 'reminded';
}

export type Command = keyof Outcomes;

/** What a command came to, for one order, or for several that share the outcome. */
export interface Decision {
  command: Command;
  /** One of {@link Outcomes}, or the {@link faultOf} a command that got no answer. */
  outcome: string;
  orders: readonly DecidedOrder[];
}

export interface DecidedOrder {
  /** Null: there is no order, as when placing one failed. */
  id: string | null;
  /** Milliseconds from the deadline to the cancellation, where the order expired. */
  latenessMs?: number | null | undefined;
}

/** Is told each decision once, after its commit. It must not throw. */
export interface DecisionObserver {
  decided(decision: Decision): void;
}

/** The ledger gave no answer: whether the command took effect is unknown. */
export function faultOf(error: unknown): 'unavailable' | 'overloaded' | 'failed' {
  if (error instanceof LedgerUnavailable) return 'unavailable';
  return error instanceof Overloaded ? 'overloaded' : 'failed';
}
