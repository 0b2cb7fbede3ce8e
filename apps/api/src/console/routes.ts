import type { Route } from '../http/route.ts';
import { cancelOrder } from '../orders/cancel.ts';
import { listOrderEvents } from '../orders/events.ts';
import { extendOrder } from '../orders/extend.ts';
import { getRefund, listRefunds, recordRefund } from '../orders/refunds.ts';
import { getWebhookDelivery, listWebhookDeliveries, testWebhookEndpoint } from '../webhooks/deliveries.ts';
import { resendWebhookDeliveries, resendWebhookDelivery } from '../webhooks/resend.ts';
import { rotateWebhookSecret } from '../webhooks/rotate-secret.ts';
import { updateWebhookEndpoint } from '../webhooks/update.ts';
import type { ConsoleDependencies } from './dependencies.ts';
import { exportOrders } from './export-orders.ts';
import { listAudit } from './list-audit.ts';
import { listConsoleOrders } from './list-orders.ts';
import { getOverview } from './overview.ts';
import { getQueues } from './queues.ts';
import { setOrderAlarm } from './set-alarm.ts';
import { showOrder } from './show-order.ts';
import { getWatchedEndpoint, listWatchedEndpoints } from './webhook-endpoints.ts';

/** The same route under `/admin/api` in place of `/v1`, where the caller is an operator. */
const inConsole = (route: Route<ConsoleDependencies>): Route<ConsoleDependencies> => ({
  ...route,
  path: route.path.replace(/^\/v1\//, '/admin/api/'),
});

/** The API of the operators' console. What it shares with `/v1` is the same route there. */
export const consoleRoutes: readonly Route<ConsoleDependencies>[] = [
  getOverview,
  listConsoleOrders,
  exportOrders,
  showOrder,
  setOrderAlarm,
  listWatchedEndpoints,
  getWatchedEndpoint,
  listAudit,
  getQueues,
  ...[
    listOrderEvents,
    extendOrder,
    cancelOrder,
    listRefunds,
    getRefund,
    recordRefund,
    updateWebhookEndpoint,
    rotateWebhookSecret,
    testWebhookEndpoint,
    resendWebhookDeliveries,
    listWebhookDeliveries,
    getWebhookDelivery,
    resendWebhookDelivery,
  ].map(inConsole),
];
