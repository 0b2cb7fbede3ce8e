/** What became of a payment: it was kept, or why it could not be. */
export const paymentOutcomes = ['accepted', 'duplicate', 'late', 'mismatched'] as const;
export type PaymentOutcome = (typeof paymentOutcomes)[number];

/** A payment of an order that was confirmed, and recorded. */
export interface Payment {
  /** The payment provider's; null: it was confirmed without one. */
  reference: string | null;
  /** Minor units. */
  amount: number;
  outcome: PaymentOutcome;
  recordedAt: Date;
  /** Null: it was kept. */
  refundId: string | null;
}
