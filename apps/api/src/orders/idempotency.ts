import { digestOf } from '../http/repeat.ts';

/**
 * A client's `Idempotency-Key` for a new order, with a digest of its request: both are stored with the order. Null: no key
 * was sent.
 */
export function idempotencyOf(
  key: string | undefined,
  request: unknown,
): { key: string; digest: string } | null {
  return key === undefined ? null : { key, digest: digestOf(request) };
}
