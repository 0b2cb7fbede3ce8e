import { Webhook } from 'standardwebhooks';
import { maxEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import type { SecretBox } from '@order-countdown/shared/webhooks/secret';
import type { StoredEndpoint } from './stored-delivery.ts';

/** Returns what signs the deliveries to an endpoint. @throws if its secret can't be decrypted */
export type Signers = (endpoint: Pick<StoredEndpoint, 'id' | 'sealedSecret'>) => Webhook;

/** Those of all endpoints, and of some that were removed or have a new secret. */
const maxRemembered = 2 * maxEndpoints;

/** Decrypts each secret once: that costs as much as to sign with it. */
export function createSigners(secrets: SecretBox): Signers {
  const remembered = new Map<string, Webhook>();
  return ({ id, sealedSecret }) => {
    const key = `${id} ${sealedSecret.toString('base64')}`;
    const known = remembered.get(key);
    if (known) return known;
    if (remembered.size >= maxRemembered) remembered.clear();
    const signer = new Webhook(open(secrets, id, sealedSecret));
    remembered.set(key, signer);
    return signer;
  };
}

function open(secrets: SecretBox, endpointId: string, sealedSecret: Buffer): string {
  try {
    return secrets.open(sealedSecret, endpointId);
  } catch (error) {
    throw new Error('the endpoint secret was encrypted with another APP_SECRET', { cause: error });
  }
}
