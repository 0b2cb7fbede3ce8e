import { createHash } from 'node:crypto';
import type { Request } from 'express';
import { Problem } from '../http/problem.ts';

/** Printable ASCII, as header values are. */
const keyPattern = /^[\x20-\x7e]{1,255}$/;

/**
 * The `Idempotency-Key` of a request with the digest of what it asks for, by which a key that is used
 * again for something else is found out. Null where there is no key.
 *
 * @throws Problem `invalid_parameter`
 */
export function idempotencyOf(request: Request, body: unknown): { key: string; digest: string } | null {
  const key = request.get('Idempotency-Key');
  if (key === undefined) return null;
  if (!keyPattern.test(key)) {
    const message = 'must have 1 to 255 printable ASCII characters';
    throw new Problem('invalid_parameter', `Idempotency-Key: ${message}.`, {
      errors: [{ path: 'Idempotency-Key', message }],
    });
  }
  return { key, digest: createHash('sha256').update(canonical(body)).digest('base64url') };
}

/** JSON whose members are sorted, so that their order makes no difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
