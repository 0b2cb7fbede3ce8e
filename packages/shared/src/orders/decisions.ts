import type { AdvanceVerdict } from '../ledger/advance.ts';
import type { CancelVerdict } from '../ledger/cancel.ts';
import type { ExpireVerdict } from '../ledger/expire.ts';
import type { ExtendVerdict } from '../ledger/extend.ts';
import type { FailPaymentVerdict } from '../ledger/fail-payment.ts';
import type { Repeated } from '../ledger/once.ts';
import type { PayVerdict } from '../ledger/pay.ts';
import type { PlaceVerdict } from '../ledger/place.ts';
import type { RefundVerdict } from '../ledger/refund.ts';
import type { StartPaymentVerdict } from '../ledger/start-payment.ts';
import type { UpdateVerdict } from '../ledger/update.ts';
import { LedgerUnavailable, Overloaded } from '../platform/errors.ts';

/** Every command on orders, with every outcome that the ledger can return. */
export interface Outcomes {
  place: PlaceVerdict['outcome'];
  pay: PayVerdict['outcome'];
  cancel: CancelVerdict['outcome'];
  extend: (ExtendVerdict | Repeated)['outcome'];
  update: UpdateVerdict['outcome'];
  advance: (AdvanceVerdict | Repeated)['outcome'];
  startPayment: (StartPaymentVerdict | Repeated)['outcome'];
  failPayment: FailPaymentVerdict['outcome'];
  refund: RefundVerdict['outcome'];
  expire: ExpireVerdict['outcome'];
  sweep: 'expired';
  remind: 'reminded';
  erase: 'erased';
}

export type Command = keyof Outcomes;

/** The outcome of a command, for one order or for several with the same outcome. */
export interface Decision {
  command: Command;
  /** One of {@link Outcomes}, or the result of {@link faultOf} if the command failed. */
  outcome: string;
  orders: readonly DecidedOrder[];
}

export interface DecidedOrder {
  /** Null: there is no order, because placing one failed, or a command on many orders failed. */
  id: string | null;
  /** Milliseconds from the deadline to the cancellation, if the order expired. */
  latenessMs?: number | null | undefined;
}

/** Notified once of each decision, after its commit. Must not throw. */
export interface DecisionObserver {
  decided(decision: Decision): void;
}

/** The outcome that metrics and logs show for a command that threw an error. */
export function faultOf(error: unknown): 'unavailable' | 'overloaded' | 'failed' {
  if (error instanceof LedgerUnavailable) return 'unavailable';
  return error instanceof Overloaded ? 'overloaded' : 'failed';
}
