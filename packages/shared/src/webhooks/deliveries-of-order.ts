import { orderIdFromUuid, orderIdToUuid } from '../order/order-id.ts';
import type { Postgres } from '../platform/postgres.ts';
import { deliveryColumns, toDelivery, type DeliveryRow, type WebhookDelivery } from './delivery-history.ts';
import { deliveryIdToUuid, endpointIdFromUuid } from './ids.ts';
import { eventOf } from './event-of.ts';

/** A delivery, and where it goes. */
export interface RoutedDelivery extends WebhookDelivery {
  endpointId: string;
  /** Null: the endpoint was removed. */
  endpointUrl: string | null;
}

const ofOrderStatement = `
select ${deliveryColumns('delivery')}, delivery.endpoint_id, endpoint.url, event.type, event.event_id
from webhook_deliveries delivery join ${eventOf('delivery')}
left join webhook_endpoints endpoint on endpoint.id = delivery.endpoint_id
where order_id = $1 order by delivery.created_at desc, delivery.id desc limit 100`;

/** The deliveries of an order's events, newest first, 100 at most. @throws LedgerUnavailable */
export async function readDeliveriesOfOrder(postgres: Postgres, orderId: string): Promise<RoutedDelivery[]> {
  const rows = await postgres.query<DeliveryRow & { endpoint_id: string; url: string | null }>(
    ofOrderStatement,
    [orderIdToUuid(orderId)],
  );
  return rows.map((row) => ({
    ...toDelivery(row),
    endpointId: endpointIdFromUuid(row.endpoint_id),
    endpointUrl: row.url,
  }));
}

/** The order that a delivery is about. @returns null: there is no such delivery, or it is a ping */
export async function readOrderOfDelivery(postgres: Postgres, deliveryId: string): Promise<string | null> {
  const statement = 'select order_id from webhook_deliveries where id = $1';
  const [row] = await postgres.query<{ order_id: string | null }>(statement, [deliveryIdToUuid(deliveryId)]);
  return row?.order_id ? orderIdFromUuid(row.order_id) : null;
}
