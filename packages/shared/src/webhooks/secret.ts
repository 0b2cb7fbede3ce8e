import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey } from '../platform/derive-key.ts';

/**
 * The secrets that webhooks are signed with, sealed (AES-256-GCM) before they are stored, so that a copy of the
 * database is not enough to sign. The key comes from APP_SECRET: with another one they can't be opened.
 */
export interface SecretBox {
  /** @param endpointId what is sealed opens for this endpoint alone */
  seal(secret: string, endpointId: string): Buffer;
  /** @throws when the key is another one, or the bytes were changed */
  open(sealed: Buffer, endpointId: string): string;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

export function createSecretBox(appSecret: string): SecretBox {
  const key = deriveKey(appSecret, 'webhook secrets');
  return {
    seal(secret, endpointId) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(endpointId));
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    open(sealed, endpointId) {
      const nonce = sealed.subarray(0, nonceBytes);
      const tag = sealed.subarray(nonceBytes, nonceBytes + tagBytes);
      const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(endpointId)).setAuthTag(tag);
      return (
        decipher.update(sealed.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8')
      );
    },
  };
}

/** As the Standard Webhooks specification wants it: 24 to 64 random bytes in base64 behind a prefix. */
export const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
