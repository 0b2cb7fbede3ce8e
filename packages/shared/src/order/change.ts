/** What changes an order while it can be paid: like order.ts, pure functions, which tests compare with the SQL. */
import { whyClosed, type Closed, type OrderItem, type OrderMetadata, type OrderState } from './order.ts';

export type AdvanceOutcome = 'advanced' | Closed;

export type UpdateOutcome =
  | 'updated'
  /** The order has all of it already. */
  | 'unchanged'
  | 'amount_differs_from_items'
  | 'payment_in_progress'
  | Closed;

/** What of an order is to change. Members that are missing stay as they are. */
export interface OrderChanges {
  /** Null clears it. */
  reference?: string | null | undefined;
  /** Replaced whole, as the items are. */
  metadata?: OrderMetadata | undefined;
  items?: OrderItem[] | undefined;
  /** Minor units. */
  amount?: number | undefined;
}

/** How the changes relate to the order. */
export interface Comparison {
  /** Whether the order would have no items, or its amount be their sum. */
  fits: boolean;
  isAmountChanged: boolean;
  /** Whether anything would change. */
  isDifferent: boolean;
  isPaymentInProgress: boolean;
}

export const decideAdvance = (state: OrderState): AdvanceOutcome => whyClosed(state) ?? 'advanced';

/** The amount of a payment that is in progress stays: the shopper has seen it, and the provider takes it. */
export function decideUpdate(state: OrderState, comparison: Comparison): UpdateOutcome {
  const closed = whyClosed(state);
  if (closed) return closed;
  if (!comparison.fits) return 'amount_differs_from_items';
  if (comparison.isAmountChanged && comparison.isPaymentInProgress) return 'payment_in_progress';
  return comparison.isDifferent ? 'updated' : 'unchanged';
}
