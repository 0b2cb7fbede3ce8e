import { typeIdFromUuid, typeIdPattern, typeIdToUuid } from './type-id.ts';

/** Money that was taken and can't be kept, so it is due to whoever paid it. */
export interface Refund {
  id: string;
  orderId: string;
  paymentReference: string;
  /** Minor units. */
  amount: number;
  currency: string;
  reason: RefundReason;
  status: RefundStatus;
  createdAt: Date;
  /** When the refund was reported as made; null: it is due. */
  refundedAt: Date | null;
  /** The payment provider's id of the refund; null if none was named. */
  refundReference: string | null;
}

/**
 * Why money can't be kept: it came from the deadline on or after a cancellation, the order was already paid, or it is
 * not the order's amount.
 */
export const refundReasons = ['late', 'duplicate', 'amount'] as const;
export type RefundReason = (typeof refundReasons)[number];

export const refundStatuses = ['due', 'refunded'] as const;
export type RefundStatus = (typeof refundStatuses)[number];

/** A TypeID, `rfd_…`, of the time at which the refused payment was recorded. Postgres makes it: see `type_id`. */
export const refundIdPattern = typeIdPattern('rfd');

export const refundIdToUuid = (id: string): string => typeIdToUuid('rfd', id);
export const refundIdFromUuid = (uuid: string): string => typeIdFromUuid('rfd', uuid);

/**
 * What reporting a refund as made does. `reference_added`: it was reported without a reference before.
 * `refund_already_recorded`: it was reported with another one.
 */
export type RefundOutcome = 'refunded' | 'already_refunded' | 'reference_added' | 'refund_already_recorded';

/**
 * @param refund as it is
 * @param refundReference the reference that the report names; null: none
 */
export function decideRefund(
  refund: Pick<Refund, 'status' | 'refundReference'>,
  refundReference: string | null,
): RefundOutcome {
  if (refund.status === 'due') return 'refunded';
  if (refundReference === null || refundReference === refund.refundReference) return 'already_refunded';
  return refund.refundReference === null ? 'reference_added' : 'refund_already_recorded';
}
