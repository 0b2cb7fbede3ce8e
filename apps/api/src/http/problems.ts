/** One kind of problem: what it is called, what it means and what one looks like. */
interface ProblemKind {
  status: number;
  title: string;
  /** What it means and what to do about it. Markdown. */
  description: string;
  /** The `detail` of one such problem. */
  example: string;
  /** The `errors` of the same one. */
  errors?: readonly FieldError[];
}

/** One thing wrong with a request, and where: `items.0.quantity`. */
export interface FieldError {
  path: string;
  message: string;
}

/** Every problem that the API can answer with, by its `code`. */
export const problems = {
  malformed_json: {
    status: 400,
    title: 'Request body is not valid JSON',
    description: 'The body could not be parsed as JSON. Nothing was changed.',
    example: 'Unterminated string in JSON at position 12 (line 1 column 13)',
  },
  invalid_parameter: {
    status: 400,
    title: 'Invalid request parameter',
    description: 'The path, the query or a header is invalid. `errors` lists each fault.',
    example: 'Invalid path: id must be "ord_" followed by 26 base32 characters.',
    errors: [{ path: 'id', message: 'must be "ord_" followed by 26 base32 characters' }],
  },
  unauthenticated: {
    status: 401,
    title: 'Authentication required',
    description:
      'The request has no token, or its token is not valid: it has expired, or we do not trust its signer.',
    example: 'The token has expired.',
  },
  forbidden: {
    status: 403,
    title: 'Permission denied',
    description: 'The token is valid but does not permit this. `detail` names the scope that would.',
    example: 'This requires the scope "orders".',
  },
  order_not_found: {
    status: 404,
    title: 'Order not found',
    description: 'There is no order with this id, or it belongs to somebody else. We do not say which.',
    example: 'There is no order with this id that you may see.',
  },
  refund_not_found: {
    status: 404,
    title: 'Refund not found',
    description: 'There is no refund with this id.',
    example: 'There is no refund with this id.',
  },
  not_found: {
    status: 404,
    title: 'Not found',
    description: 'There is nothing at this path.',
    example: 'There is no GET /v1/nothing.',
  },
  method_not_allowed: {
    status: 405,
    title: 'Method not allowed',
    description:
      'The path exists but does not support this method. The `Allow` header lists those it supports.',
    example: 'DELETE is not allowed here. Allowed: GET, HEAD.',
  },
  order_expired: {
    status: 409,
    title: 'The payment deadline has passed',
    description:
      'From its deadline on, an order can no longer be paid, even if it has not been cancelled yet. If you have taken ' +
      'money, refund it.',
    example: 'The order could be paid until 2026-03-01T12:30:00.000Z.',
  },
  order_cancelled: {
    status: 409,
    title: 'The order is cancelled',
    description: 'The order was cancelled before its deadline. If you have taken money, refund it.',
    example: 'The order was cancelled at 2026-03-01T12:10:00.000Z.',
  },
  order_already_paid: {
    status: 409,
    title: 'The order is already paid',
    description:
      'A paid order can neither be cancelled nor be paid again with another payment. If you have taken money a second ' +
      'time, refund it.',
    example: 'The order was paid at 2026-03-01T12:05:00.000Z.',
  },
  payment_in_progress: {
    status: 409,
    title: 'A payment is in progress',
    description:
      'The amount of an order does not change while a payment attempt is open. Wait until it has ended, or report that it ' +
      'failed.',
    example: 'A payment attempt is open, so the amount stays.',
  },
  payment_attempt_closed: {
    status: 409,
    title: 'The payment attempt is closed',
    description:
      'The attempt has succeeded, or it has lapsed: its hold is over, or the order was paid by other means, cancelled, or ' +
      'due. It can no longer fail.',
    example: 'The payment attempt is lapsed.',
  },
  too_many_payment_attempts: {
    status: 409,
    title: 'Too many payment attempts',
    description:
      'An order has at most 20 payment attempts, whatever became of them. It can still be paid: attempts are not needed ' +
      'for that.',
    example: 'An order has at most 20 payment attempts.',
  },
  webhook_endpoint_disabled: {
    status: 409,
    title: 'The webhook endpoint is disabled',
    description: 'Nothing is sent to a disabled endpoint. Enable it, then ask again for its deliveries.',
    example: 'The endpoint is disabled. Enable it, then try again.',
  },
  too_many_resends: {
    status: 409,
    title: 'Too many resends at once',
    description:
      'Ten requests to send the deliveries of an endpoint again are waiting to be carried out. Try again once they are.',
    example: 'At most 10 resends of an endpoint wait to be carried out.',
  },
  cursor_expired: {
    status: 410,
    title: 'The cursor has expired',
    description:
      'The events after this cursor can no longer be told from those you have seen: the database was restored or failed ' +
      'over since, or the events are no longer kept. Begin again without `after`, and skip the events whose `id` you know.',
    example:
      'The events after this cursor can no longer be told from those you have seen. Begin again without after.',
  },
  refund_already_recorded: {
    status: 409,
    title: 'The refund was recorded with another reference',
    description:
      'The refund was already reported as made, with another `refundReference`. Nothing was changed. If your payment ' +
      'provider knows both, the money was refunded twice.',
    example: 'The refund is recorded as re_5c0e.',
  },
  payload_too_large: {
    status: 413,
    title: 'Request body is too large',
    description: 'A request body may have at most 64 KiB.',
    example: 'A request body may have at most 64 KiB.',
  },
  unsupported_media_type: {
    status: 415,
    title: 'Request body must be JSON',
    description: 'Send the body as `Content-Type: application/json`, in UTF-8.',
    example: 'Send the body as Content-Type: application/json.',
  },
  misdirected_request: {
    status: 421,
    title: 'Host not served here',
    description:
      'The `Host` of the request is none of ours. Use the address of the service, or have its operator add the name to ' +
      '`ALLOWED_HOSTS`.',
    example: 'The host "shop.example" is not served here. Its operator can add the name to ALLOWED_HOSTS.',
  },
  validation_failed: {
    status: 422,
    title: 'Request body failed validation',
    description: 'The body is JSON, but not what this route accepts. `errors` lists every fault.',
    example: 'Invalid body: amount must equal the sum of the items, which is 12900.',
    errors: [{ path: 'amount', message: 'must equal the sum of the items, which is 12900' }],
  },
  idempotency_key_reused: {
    status: 422,
    title: 'Idempotency-Key was used for a different request',
    description:
      'The same caller already sent this `Idempotency-Key` with a different body, or to a different route. Use a new key. ' +
      'Orders have keys of their own, by customer.',
    example: 'This Idempotency-Key was already sent with a different body.',
  },
  amount_mismatch: {
    status: 422,
    title: 'The amount does not match the order',
    description:
      "The amount paid is not the order's amount, or the `paymentReference` came with another amount before. The order was " +
      'not paid. If the payment has a `paymentReference`, it is recorded: refund it.',
    example: "The order's amount is 12900 minor units of CNY.",
  },
  rate_limited: {
    status: 429,
    title: 'Too many requests',
    description: 'The limit of requests a minute was reached. Try again after `Retry-After` seconds.',
    example: 'At most 600 requests a minute. Try again in 12 s.',
  },
  too_many_refused_payments: {
    status: 429,
    title: 'Too many refused payments',
    description:
      'This payment is refused, and the order already has as many refused payments as a customer may record, so this one ' +
      'was not recorded. Trying again does not help. If you have taken money, refund it. The payments that a backend ' +
      'confirms are always recorded.',
    example:
      'The order has too many refused payments, so this one was not recorded. If you have taken money, refund it.',
  },
  internal_error: {
    status: 500,
    title: 'Internal error',
    description:
      'A fault of ours, logged under the `X-Request-Id`. The request may have taken effect: read the order, or repeat ' +
      'the request with the same `Idempotency-Key`.',
    example: 'The error has been logged.',
  },
  overloaded: {
    status: 503,
    title: 'Too many requests at once',
    description:
      'The service has more requests in progress than it can bear. The request had no effect. Try again after ' +
      '`Retry-After` seconds.',
    example: 'The request had no effect. Try again in a second.',
  },
  unavailable: {
    status: 503,
    title: 'Service temporarily unavailable',
    description:
      'Try again after `Retry-After` seconds. The request may have taken effect: read the order, or repeat the request ' +
      'with the same `Idempotency-Key`.',
    example: 'It may have taken effect; read the order, or repeat with the same Idempotency-Key.',
  },
} as const satisfies Record<string, ProblemKind>;

export type ProblemCode = keyof typeof problems;

export const problemCodes = Object.keys(problems) as ProblemCode[];

export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(problems, text);

/** What every problem with this code says of itself (RFC 9457). `type` is the address of a page about it. */
export function problemKind(code: ProblemCode) {
  const { status, title } = problems[code];
  return { type: `/problems/${code}`, title, status, code };
}
