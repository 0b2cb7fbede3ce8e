/** The types of `<order-countdown>`. Importing `@order-countdown/client/element` defines the element. */

/** What its events tell: the order as the service has told it last. */
export interface OrderCountdownDetail {
  readonly id: string;
  readonly status: 'pending' | 'paid' | 'cancelled';
  /** The order's own deadline. While a payment is in progress, `expiresAt` may be later. */
  readonly payBy: string;
  /** The deadline that decides. */
  readonly expiresAt: string;
  /** What is left to pay, by the clock of the service. */
  readonly remainingMs: number;
  readonly paymentInProgress: boolean;
}

/** They bubble and cross the borders of shadow trees. None can be cancelled. */
export interface OrderCountdownEventMap {
  /** Once: `warnSeconds` or fewer are left. */
  'order-expiring': CustomEvent<OrderCountdownDetail>;
  /** The order has a later deadline of its own than was known. */
  'order-extended': CustomEvent<OrderCountdownDetail>;
  /** Once: the service says that the order is paid. Also if it was when the element came to the page. */
  'order-paid': CustomEvent<OrderCountdownDetail>;
  /** Once: the service says that the order is cancelled. Also if it was when the element came to the page. */
  'order-cancelled': CustomEvent<OrderCountdownDetail>;
}

/** Shows what is left to pay an order. Its properties have attributes: `warnSeconds` has `warn-seconds`, and so on. */
export interface OrderCountdownElement extends HTMLElement {
  /** The order's address: `https://orders.shop.example/v1/orders/ord_…`. */
  src: string;
  /** The order's view token. */
  token: string;
  /** An address of the page's own that answers a view token, `{ "token": "…" }`, to whoever may see the order. */
  refreshUrl: string;
  /** From how many seconds on the order is about to expire. Default: 60. */
  warnSeconds: number;
  /** Default: `ring`. */
  variant: 'ring' | 'bar';
  /** What is left to pay now, by the clock of the service. Null: nothing is known yet. */
  readonly remainingMs: number | null;
  /** What the service has told. Null: nothing yet. */
  readonly status: OrderCountdownDetail['status'] | null;
}

declare global {
  interface HTMLElementTagNameMap {
    'order-countdown': OrderCountdownElement;
  }
  interface GlobalEventHandlersEventMap extends OrderCountdownEventMap {}
}
