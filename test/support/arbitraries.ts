import * as fc from 'fast-check';

/** Random input for the routes: anything at all, and input that is nearly valid. */

export const jsonText = fc.oneof(
  fc.json(),
  fc.anything({ withNullPrototype: true, withDate: true }).map((value) => JSON.stringify(value) ?? ''),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    'null',
    '[]',
    '"x"',
    '1e999',
    '{"a":1,"a":2}',
    '{"__proto__":{"x":1}}',
    '[['.repeat(9_000),
  ),
);

/** Nearly valid orders, which pass the first checks. */
export const orderLike = fc.record(
  {
    customerId: fc.oneof(fc.string(), fc.constant('cus_42'), fc.integer()),
    amount: fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constant(100)),
    currency: fc.oneof(fc.constantFrom('EUR', 'CNY', 'XXX', 'eur'), fc.string()),
    items: fc.oneof(
      fc.anything(),
      fc.array(fc.record({ sku: fc.string(), quantity: fc.nat(), unitAmount: fc.nat() })),
    ),
    reference: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
    metadata: fc.oneof(fc.dictionary(fc.string(), fc.anything()), fc.anything()),
    expiresInSeconds: fc.oneof(fc.integer(), fc.double()),
    ['__proto__']: fc.anything(),
  },
  { requiredKeys: [] },
);

/** Bodies of the commands on an order, often valid ones. */
export const commandLike = fc.record(
  {
    paymentReference: fc.oneof(fc.constantFrom('pay_1', 'pay_2'), fc.anything()),
    amount: fc.oneof(fc.constant(12_900), fc.integer()),
    reason: fc.oneof(fc.constant('Ordered twice'), fc.string({ unit: 'binary' })),
    seconds: fc.oneof(fc.integer({ min: 1, max: 1_000 }), fc.anything()),
    provider: fc.oneof(fc.constant('bank'), fc.anything()),
    reference: fc.oneof(fc.constantFrom('at_1', 'at_2'), fc.string({ unit: 'binary' })),
    attemptId: fc.oneof(fc.constant('pat_01jdkz4b2xf6ya7c9m3r8v5w1t'), fc.anything()),
  },
  { requiredKeys: [] },
);

export const headerValue = fc
  .string({ maxLength: 40 })
  .map((text) => text.replaceAll(/[^\t\x20-\x7e]/g, '?'));
export const credentials = fc.oneof(
  fc.constant(null),
  fc.constant('backend'),
  fc.constant('customer'),
  headerValue,
  headerValue.map((text) => `Bearer ${text}`),
  fc
    .tuple(fc.base64String(), fc.base64String(), fc.base64String())
    .map((parts) => `Bearer ${parts.join('.')}`),
);

export function encodeURIComponentLossy(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

/** Ids, and what might be taken for one; null: one that there is. */
export const ids = fc.oneof(
  fc.constantFrom(
    '',
    'ord_',
    'ord_01jdkz3y8re0fv2x9k7q5m4n6p',
    '..',
    '%00',
    '%2e%2e%2f',
    'ORD_1',
    '__proto__',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }).map(encodeURIComponentLossy),
  fc.constant(null),
);

/** What may follow an order's id in a path. */
export const orderParts = fc.constantFrom(
  '',
  '/countdown',
  '/events',
  '/pay',
  '/cancel',
  '/extend',
  '/view-token',
  '/payment-attempts',
  '/payment-attempts/pat_01jdkz4b2xf6ya7c9m3r8v5w1t/fail',
  '/nothing',
  '//',
);

/** What a request about a webhook endpoint may hold, and much that it may not. */
export const endpointLike = fc.record(
  {
    url: fc.oneof(
      fc.webPath().map((path) => `http://127.0.0.1:9${path}`),
      fc.string({ unit: 'binary' }),
      fc.constant('http://[::1]/'),
      fc.anything(),
    ),
    events: fc.oneof(fc.array(fc.constantFrom('order.paid', 'order.lost')), fc.anything()),
    description: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
    enabled: fc.oneof(fc.constant(false), fc.anything()),
    overlapSeconds: fc.oneof(fc.nat(), fc.anything()),
    since: fc.oneof(
      fc.date().map((date) => (Number.isNaN(date.getTime()) ? 'never' : date.toISOString())),
      fc.anything(),
    ),
    types: fc.oneof(fc.constant(['order.paid']), fc.anything()),
  },
  { requiredKeys: [] },
);

export const endpointParts = fc.constantFrom(
  '',
  '/test',
  '/rotate-secret',
  '/resend',
  '/deliveries',
  '/deliveries?cursor=AAAA&limit=9',
  '/deliveries?status=failed',
  '/deliveries/{deliveryId}',
  '/deliveries/{deliveryId}/resend',
  '/deliveries/whd_8/resend',
  '/nothing',
);
