/** Every route of the API, with ids that exist nowhere; `{id}` stands for an order that does. */
export const routes = [
  ['GET', '/v1/orders'],
  ['POST', '/v1/orders'],
  ['GET', '/v1/orders/{id}'],
  ['GET', '/v1/orders/{id}/countdown'],
  ['GET', '/v1/orders/{id}/stream'],
  ['GET', '/v1/orders/{id}/events'],
  ['POST', '/v1/orders/{id}/pay'],
  ['POST', '/v1/orders/{id}/cancel'],
  ['POST', '/v1/orders/{id}/extend'],
  ['PATCH', '/v1/orders/{id}'],
  ['POST', '/v1/test/orders/{id}/advance'],
  ['POST', '/v1/orders/{id}/view-token'],
  ['POST', '/v1/orders/{id}/payment-attempts'],
  ['GET', '/v1/orders/{id}/payment-attempts'],
  ['POST', '/v1/orders/{id}/payment-attempts/pat_01jdkz4b2xf6ya7c9m3r8v5w1t/fail'],
  ['GET', '/v1/events'],
  ['POST', '/v1/customers/mallory/erase'],
  ['GET', '/v1/refunds'],
  ['GET', '/v1/refunds/rfd_01jdkz3y8re0fv2x9k7q5m4n6p'],
  ['POST', '/v1/refunds/rfd_01jdkz3y8re0fv2x9k7q5m4n6p/refunded'],
  ['GET', '/v1/webhook-endpoints'],
  ['POST', '/v1/webhook-endpoints'],
  ['GET', '/v1/webhook-endpoints/whe_01jdkz3y8re0fv2x9k7q5m4n6p'],
  ['DELETE', '/v1/webhook-endpoints/whe_01jdkz3y8re0fv2x9k7q5m4n6p'],
  ['PATCH', '/v1/webhook-endpoints/whe_01jdkz3y8re0fv2x9k7q5m4n6p'],
  ['POST', '/v1/webhook-endpoints/whe_01jdkz3y8re0fv2x9k7q5m4n6p/rotate-secret'],
  ['POST', '/v1/webhook-endpoints/whe_01jdkz3y8re0fv2x9k7q5m4n6p/test'],
  ['POST', '/v1/webhook-endpoints/whe_01jdkz3y8re0fv2x9k7q5m4n6p/resend'],
  ['GET', '/v1/webhook-endpoints/whe_01jdkz3y8re0fv2x9k7q5m4n6p/deliveries/whd_01jdkz3y8re0fv2x9k7q5m4n6q'],
  [
    'POST',
    '/v1/webhook-endpoints/whe_01jdkz3y8re0fv2x9k7q5m4n6p/deliveries/whd_01jdkz3y8re0fv2x9k7q5m4n6q/resend',
  ],
  ['GET', '/v1/webhook-endpoints/whe_01jdkz3y8re0fv2x9k7q5m4n6p/deliveries'],
] as const;

/** Those of the shop to try: open to anyone, but only where nobody else can come, and to no page of another site. */
export const shopRoutes = [
  ['POST', '/shop/token'],
  ['POST', '/shop/webhooks'],
  ['GET', '/shop/webhooks/stream?customerId=shopper_0123456789abcdef'],
] as const;
