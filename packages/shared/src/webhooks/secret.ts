import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey } from '../platform/derive-key.ts';

/**
 * Encrypts the secrets that webhooks are signed with (AES-256-GCM) before they are stored, so that a copy of the
 * database is not enough to sign. The key is derived from APP_SECRET.
 */
export interface SecretBox {
  /** @param endpointId the secret can be opened only with the same id */
  seal(secret: string, endpointId: string): Buffer;
  /** @throws if it was sealed with another APP_SECRET or for another endpoint, or the bytes were changed */
  open(sealed: Buffer, endpointId: string): string;
  /** @returns the secret sealed with the current APP_SECRET; null: it is. @throws like `open` */
  reseal(sealed: Buffer, endpointId: string): Buffer | null;
}

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** @param previous the APP_SECRET before the current one: what it sealed can be opened, too */
export function createSecretBox(appSecret: string, previous?: string): SecretBox {
  const current = createKeyBox(appSecret);
  const former = previous === undefined ? current : createKeyBox(previous);

  return {
    seal: current.seal,
    open: (sealed, id) => openWith(current, sealed, id) ?? former.open(sealed, id),
    reseal(sealed, id) {
      return openWith(current, sealed, id) === null ? current.seal(former.open(sealed, id), id) : null;
    },
  };
}

type KeyBox = Pick<SecretBox, 'seal' | 'open'>;

function openWith(box: KeyBox, sealed: Buffer, endpointId: string): string | null {
  try {
    return box.open(sealed, endpointId);
  } catch {
    return null;
  }
}

function createKeyBox(appSecret: string): KeyBox {
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
