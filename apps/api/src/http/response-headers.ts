/** Response headers as the OpenAPI document describes them. A required one is in every response that names it. */
export const responseHeaders = {
  Location: {
    description: 'The address of what was created.',
    required: true,
    schema: { type: 'string' },
    example: '/v1/orders/ord_01jdkz3y8re0fv2x9k7q5m4n6p',
  },
  'Idempotency-Replayed': {
    description: 'An earlier request with the same `Idempotency-Key` and body did what this one asks for.',
    schema: { type: 'string', const: 'true' },
    example: 'true',
  },
  RateLimit: {
    description:
      'Requests left (`r`) and seconds until the window resets (`t`); see draft-ietf-httpapi-ratelimit-headers.',
    schema: { type: 'string' },
    example: '"600-in-1min"; r=599; t=60',
  },
  'RateLimit-Policy': {
    description: 'Requests allowed per caller (`q`) in each window of `w` seconds.',
    schema: { type: 'string' },
    example: '"600-in-1min"; q=600; w=60; pk=:NWYzYzM0YzU5ZjE4:',
  },
  'Retry-After': {
    description: 'Seconds to wait before trying again.',
    required: true,
    schema: { type: 'string', pattern: '^\\d+$' },
    example: '1',
  },
  'WWW-Authenticate': {
    description: 'How to authenticate (RFC 6750).',
    required: true,
    schema: { type: 'string' },
    example: 'Bearer realm="order-countdown"',
  },
  'X-Request-Id': {
    description: 'The id of the request in our log: the `X-Request-Id` that was sent, or a new one.',
    required: true,
    schema: { type: 'string' },
    example: '0b5c2f1e-6b1f-4c8e-9d3a-2f7d1f0a9c11',
  },
} as const;

export type ResponseHeader = keyof typeof responseHeaders;
