import type { Config } from '@order-countdown/shared/platform/config';
import { isForTesting } from '@order-countdown/shared/platform/for-testing';
import { getDocs } from './docs/docs-page.ts';
import { getOpenApi } from './docs/openapi.ts';
import { getProblemKind } from './docs/problem-page.ts';
import { getLiveness, getReadiness } from './http/health.ts';
import { getMetrics } from './http/metrics.ts';
import { advanceOrder } from './orders/advance.ts';
import { failPayment, listPaymentAttempts, startPayment } from './orders/attempts.ts';
import { cancelOrder } from './orders/cancel.ts';
import { getCountdown } from './orders/countdown.ts';
import { listOrderEvents } from './orders/events.ts';
import { eraseCustomer } from './orders/erase.ts';
import { listEvents } from './orders/feed.ts';
import { extendOrder } from './orders/extend.ts';
import { listOrders } from './orders/list.ts';
import { payOrder } from './orders/pay.ts';
import { placeOrder } from './orders/place.ts';
import { getOrder } from './orders/read.ts';
import { getRefund, listRefunds, recordRefund } from './orders/refunds.ts';
import { updateOrder } from './orders/update.ts';
import { createViewToken } from './orders/view-token.ts';
import { streamOrder } from './stream/stream-order.ts';
import { getWebhookDelivery, listWebhookDeliveries, testWebhookEndpoint } from './webhooks/deliveries.ts';
import { getWebhookEndpoint, listWebhookEndpoints } from './webhooks/read.ts';
import { registerWebhookEndpoint } from './webhooks/register.ts';
import { removeWebhookEndpoint } from './webhooks/remove.ts';
import { resendWebhookDeliveries, resendWebhookDelivery } from './webhooks/resend.ts';
import { rotateWebhookSecret } from './webhooks/rotate-secret.ts';
import { updateWebhookEndpoint } from './webhooks/update.ts';

/** The API, route by route, in the order of its documentation. */
export const apiRoutes = [
  placeOrder,
  listOrders,
  getOrder,
  getCountdown,
  streamOrder,
  listOrderEvents,
  payOrder,
  cancelOrder,
  extendOrder,
  updateOrder,
  createViewToken,
  startPayment,
  listPaymentAttempts,
  failPayment,
  listRefunds,
  getRefund,
  recordRefund,
  listEvents,
  eraseCustomer,
  registerWebhookEndpoint,
  listWebhookEndpoints,
  getWebhookEndpoint,
  updateWebhookEndpoint,
  removeWebhookEndpoint,
  rotateWebhookSecret,
  testWebhookEndpoint,
  listWebhookDeliveries,
  getWebhookDelivery,
  resendWebhookDelivery,
  resendWebhookDeliveries,
];

/** To try things out without waiting. */
export const testingRoutes = [advanceOrder];

/** The routes of an API: those for testing only where nobody else can reach it. */
export function apiRoutesFor(config: Pick<Config, 'NODE_ENV' | 'HOST'>): typeof apiRoutes {
  return isForTesting(config) ? [...apiRoutes, ...testingRoutes] : apiRoutes;
}

/** For whoever watches a process. */
export const serviceRoutes = [getLiveness, getReadiness, getMetrics];

/** How the API documents itself. */
export const docsRoutes = [getOpenApi, getDocs, getProblemKind];
