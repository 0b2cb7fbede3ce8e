import type { Orders } from '@order-countdown/shared/orders/orders';
import type { ViewTokens } from '../auth/view-token.ts';

/** What the routes about orders depend on. */
export interface OrderDependencies {
  orders: Orders;
  viewTokens: Pick<ViewTokens, 'sign'>;
}
