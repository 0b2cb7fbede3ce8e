import type { Operation } from './operation.ts';

/** Those that change something, take no key, and still do the same twice as once. */
const idempotent: ReadonlySet<string> = new Set([
  'cancelOrder',
  'createViewToken',
  'eraseCustomer',
  'failPayment',
  'payOrder',
  'recordRefund',
  'updateOrder',
  'updateWebhookEndpoint',
]);

/** Whether a request that may have arrived can be sent again. Its key, where it has one, is sent again with it. */
export function isRepeatable(id: string, { method, hasKey }: Operation): boolean {
  return method === 'GET' || method === 'PUT' || method === 'DELETE' || hasKey === true || idempotent.has(id);
}
