import { newAttemptId } from '../../src/order/attempt-id.ts';
import { actor } from './ledger-context.ts';

/** Commands whose statements are explained. */

export const payments = (ids: string[]) =>
  ids.map((id) => ({ actor, id, paymentReference: 'pay_1', amount: 100 }));
export const cancellations = (ids: string[]) =>
  ids.map((id) => ({ actor, id, by: 'customer' as const, note: null }));
export const startOf = (id: string) => ({
  actor,
  id,
  attemptId: newAttemptId(),
  provider: 'bank',
  reference: null,
  owner: null,
  holdSeconds: 120,
});
export const failureOf = (id: string) => ({
  actor,
  id,
  attemptId: newAttemptId(),
  reason: null,
  owner: null,
});
