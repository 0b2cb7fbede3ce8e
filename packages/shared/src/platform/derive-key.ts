import { hkdfSync } from 'node:crypto';

/** A key of its own for each purpose, from the one secret (HKDF, RFC 5869): none tells anything about another. */
export function deriveKey(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `order-countdown ${purpose}`, 32));
}
