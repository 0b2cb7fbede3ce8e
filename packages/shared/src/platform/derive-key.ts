import { hkdfSync } from 'node:crypto';

/** Derives an independent 256-bit key for each purpose from one secret (HKDF, RFC 5869). */
export function deriveKey(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `order-countdown ${purpose}`, 32));
}
