import { problems, type FieldError, type ProblemCode } from '../http/problem.ts';

interface Explanation {
  /** What it means, and what to do about it. */
  description: string;
  /** What is told of one such request. */
  example: string;
  errors?: FieldError[];
}

const explanations: Record<ProblemCode, Explanation> = {
  malformed_json: {
    description: 'The body could not be read as JSON. Nothing was looked at, and nothing was changed.',
    example: 'Unterminated string in JSON at position 12 (line 1 column 13)',
  },
  invalid_parameter: {
    description: 'Something in the path, the query or a header does not have its form; `errors` names each.',
    example: 'The path is not valid. id: must be an order id: ord_ and 26 characters of base32',
    errors: [{ path: 'id', message: 'must be an order id: ord_ and 26 characters of base32' }],
  },
  unauthenticated: {
    description:
      'There is no token, or it proves nothing: it has expired, or was not signed by whom we trust.',
    example: 'Who is asking is not known: the token has expired.',
  },
  forbidden: {
    description: 'The token is good, and not for this. Another one, with the scope that is named, would do.',
    example: 'The token does not carry the scope for this: orders.',
  },
  order_not_found: {
    description:
      "There is no order with this id, or it is somebody else's: which of the two is not told to anybody.",
    example: 'There is no order with this id that you may see.',
  },
  not_found: {
    description: 'The address is none of ours.',
    example: 'There is no GET /v1/nothing.',
  },
  method_not_allowed: {
    description:
      'The address is ours, and does not take this method. The header `Allow` lists those it takes.',
    example: 'DELETE is not among the methods of this address: GET, HEAD.',
  },
  order_expired: {
    description:
      'The deadline has been reached, so the order can no longer be paid, whether or not its cancellation has run ' +
      'yet. If money was taken, give it back.',
    example: 'The order could be paid until 2026-03-01T12:30:00.000Z.',
  },
  order_cancelled: {
    description: 'Somebody cancelled the order before its deadline. If money was taken, give it back.',
    example: 'The order was cancelled at 2026-03-01T12:10:00.000Z.',
  },
  order_already_paid: {
    description:
      'The order is paid, so it can neither be cancelled nor be paid again by another payment. If money was taken ' +
      'a second time, give it back.',
    example: 'The order was paid at 2026-03-01T12:05:00.000Z.',
  },
  payload_too_large: {
    description: 'A body may have at most 64 KiB.',
    example: 'A body may have at most 64 KiB.',
  },
  unsupported_media_type: {
    description: 'What is not sent as `Content-Type: application/json`, in UTF-8, is not guessed at.',
    example: 'Send the body as Content-Type: application/json.',
  },
  validation_failed: {
    description:
      'The body is JSON and does not have the form that it must have; `errors` names all that is wrong.',
    example: 'The body is not valid. amount: must equal the sum of the items, which is 12900',
    errors: [{ path: 'amount', message: 'must equal the sum of the items, which is 12900' }],
  },
  idempotency_key_reused: {
    description: 'The same customer sent this `Idempotency-Key` before, with another body. Take a new key.',
    example: 'The Idempotency-Key was sent before, with another request.',
  },
  amount_mismatch: {
    description: "The amount that was paid is not the order's amount. Nothing was changed.",
    example: "The order's amount is 12900 minor units of CNY.",
  },
  rate_limited: {
    description: 'Too many requests in a minute. Try again after the seconds that `Retry-After` tells.',
    example: 'At most 600 requests a minute. Try again in 12 s.',
  },
  internal_error: {
    description:
      'A mistake of ours. It is in our log under the `X-Request-Id`. Whether something was changed is not known: ask ' +
      'again with the same `Idempotency-Key`, or read the order.',
    example: 'The failure has been logged.',
  },
  unavailable: {
    description:
      'What we decide by cannot be reached at this moment. The same request can be sent again after the seconds that ' +
      '`Retry-After` tells.',
    example: 'Nothing is known to have changed. Please try again.',
  },
};

export const isProblemCode = (text: string): text is ProblemCode => Object.hasOwn(problems, text);

/** What `/problems/{code}` tells of a kind of problem. */
export function problemKind(code: ProblemCode) {
  const [status, title] = problems[code];
  return { type: `/problems/${code}`, title, status, code, description: explanations[code].description };
}

/** One such problem, as it could be answered at an address. */
export function problemExample(code: ProblemCode, instance: string) {
  const { type, title, status } = problemKind(code);
  const { example: detail, errors } = explanations[code];
  return { type, title, status, detail, instance, code, ...(errors && { errors }) };
}
