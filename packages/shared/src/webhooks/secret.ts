import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey } from '../platform/derive-key.ts';

/**
 * Encrypts the secrets that webhooks are signed with (AES-256-GCM) before they are stored, so that a copy of the
 * database is not enough to sign. The key is derived from APP_SECRET; with another APP_SECRET they cannot be decrypted.
 */
export interface SecretBox {
  /** @param endpointId the secret can be opened only with the same id */
  seal(secret: string, endpointId: string): Buffer;
  /** @throws if APP_SECRET or the endpoint differs, or the bytes were changed */
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

/** In the format of the Standard Webhooks specification: a prefix and 24 to 64 random bytes in base64. */
export const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
