/** Headers of responses. A required one is on every response that names it. */
export const headers = {
  Location: {
    description: 'Where it is.',
    required: true,
    schema: { type: 'string' },
    example: '/v1/orders/ord_01jdkz3y8re0fv2x9k7q5m4n6p',
  },
  'Idempotency-Replayed': {
    description: 'The order was placed before, by the same `Idempotency-Key` and body.',
    schema: { type: 'string', const: 'true' },
    example: 'true',
  },
  RateLimit: {
    description:
      'How many requests are left (`r`) for how many seconds (`t`); see draft-ietf-httpapi-ratelimit-headers.',
    schema: { type: 'string' },
    example: '"600-in-1min"; r=599; t=60',
  },
  'RateLimit-Policy': {
    description: 'How many requests (`q`) a caller has in a window of how many seconds (`w`).',
    schema: { type: 'string' },
    example: '"600-in-1min"; q=600; w=60; pk=:NWYzYzM0YzU5ZjE4:',
  },
  'Retry-After': {
    description: 'How many seconds to wait before trying again.',
    required: true,
    schema: { type: 'string', pattern: '^\\d+$' },
    example: '1',
  },
  'WWW-Authenticate': {
    description: 'How to say who is asking (RFC 6750).',
    required: true,
    schema: { type: 'string' },
    example: 'Bearer realm="order-countdown"',
  },
  'X-Request-Id': {
    description: "The request's name in our log: the `X-Request-Id` that was sent, or one of ours.",
    required: true,
    schema: { type: 'string' },
    example: '0b5c2f1e-6b1f-4c8e-9d3a-2f7d1f0a9c11',
  },
} as const;

export type HeaderName = keyof typeof headers;

export const headerRefs = (names: readonly HeaderName[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));
