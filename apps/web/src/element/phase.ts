import type { OrderCountdownDetail } from '@order-countdown/client/element';
import type { Trouble } from './follow.ts';

/** What the element shows. */
export type Phase =
  | 'loading'
  | 'pending'
  | 'paying'
  /** The deadline has passed, and the service has not said what has become of the order. */
  | 'checking'
  | 'paid'
  | 'cancelled'
  | Trouble
  | 'unset';

/** @param told what the service has told last. Only that makes an order paid or cancelled. */
export function phaseOf(told: OrderCountdownDetail | null, trouble: Trouble | 'unset' | null): Phase {
  if (told && told.status !== 'pending') return told.status;
  if (trouble) return trouble;
  if (!told) return 'loading';
  if (told.remainingMs === 0) return 'checking';
  return told.paymentInProgress ? 'paying' : 'pending';
}

/** Whether time runs. */
export const isRunning = (phase: Phase): boolean => phase === 'pending' || phase === 'paying';
