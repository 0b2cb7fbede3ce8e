import { createHash } from 'node:crypto';

/**
 * A client's `Idempotency-Key` with a digest of its request, so that reusing the key for a different request is
 * noticed. Null: no key was sent.
 */
export function idempotencyOf(
  key: string | undefined,
  request: unknown,
): { key: string; digest: string } | null {
  if (key === undefined) return null;
  return { key, digest: createHash('sha256').update(canonical(request)).digest('base64url') };
}

/** JSON with sorted members, so that their order makes no difference. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
