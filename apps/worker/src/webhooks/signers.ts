import { Webhook } from 'standardwebhooks';
import { maxEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import type { SecretBox } from '@order-countdown/shared/webhooks/secret';
import type { StoredEndpoint } from './stored-delivery.ts';

/**
 * Returns what signs the deliveries to an endpoint: its secret, then the one before it, while that is valid.
 *
 * @throws if its secret can't be decrypted
 */
export type Signers = (
  endpoint: Pick<StoredEndpoint, 'id' | 'sealedSecret' | 'previousSealedSecret'>,
) => Webhook[];

/** Those of all endpoints during a rotation, and of some that were removed or have a new secret. */
const maxRemembered = 3 * maxEndpoints;

/** Decrypts each secret once: that costs as much as to sign with it. */
export function createSigners(secrets: SecretBox): Signers {
  const remembered = new Map<string, Webhook>();

  function signerOf(id: string, sealedSecret: Buffer): Webhook {
    const key = `${id} ${sealedSecret.toString('base64')}`;
    const known = remembered.get(key);
    if (known) return known;
    if (remembered.size >= maxRemembered) remembered.clear();
    const signer = new Webhook(open(secrets, id, sealedSecret));
    remembered.set(key, signer);
    return signer;
  }

  return ({ id, sealedSecret, previousSealedSecret }) => {
    const current = signerOf(id, sealedSecret);
    if (previousSealedSecret === null) return [current];
    try {
      return [current, signerOf(id, previousSealedSecret)];
    } catch {
      // A rotation is how an endpoint gets over a lost APP_SECRET.
      return [current];
    }
  };
}

function open(secrets: SecretBox, endpointId: string, sealedSecret: Buffer): string {
  try {
    return secrets.open(sealedSecret, endpointId);
  } catch (error) {
    throw new Error('the endpoint secret was encrypted with another APP_SECRET', { cause: error });
  }
}
