import type { Orders } from '@order-countdown/shared/orders/orders';
import type { ViewTokens } from '../auth/view-token.ts';
import type { Lists } from '../http/lists.ts';

/** What the routes about orders depend on. */
export interface OrderDependencies {
  orders: Orders;
  lists: Lists;
  viewTokens: Pick<ViewTokens, 'sign'>;
}
