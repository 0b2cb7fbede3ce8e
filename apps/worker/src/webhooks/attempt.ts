import { Webhook } from 'standardwebhooks';
import { messageBody, messageId } from '@order-countdown/shared/webhooks/message';
import type { DueDelivery } from './attempts.ts';
import type { SecretBox } from '@order-countdown/shared/webhooks/secret';
import type { TargetPolicy } from '@order-countdown/shared/webhooks/target';
import { send } from './send.ts';

export interface Attempt {
  responseStatus: number | null;
  responseBody: string | null;
  /** Null: it was delivered. */
  error: string | null;
}

const maxErrorLength = 500;

/**
 * Sends an event to its endpoint, once, signed by the Standard Webhooks specification. Any 2xx is a delivery;
 * whatever else comes, or doesn't, is told as an error and never thrown.
 */
export async function attemptDelivery(
  { id, message, endpoint }: DueDelivery & { endpoint: NonNullable<DueDelivery['endpoint']> },
  secrets: SecretBox,
  policy: TargetPolicy,
): Promise<Attempt> {
  const body = messageBody(message);
  const name = messageId(message, id);
  const now = new Date();
  try {
    const signer = new Webhook(openSecret(endpoint, secrets));
    const headers = {
      'Content-Type': 'application/json',
      'User-Agent': 'order-countdown',
      'webhook-id': name,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
      'webhook-signature': signer.sign(name, now, body),
    };
    const answer = await send(new URL(endpoint.url), headers, body, policy);
    const isDelivered = answer.status >= 200 && answer.status < 300;
    return {
      responseStatus: answer.status,
      responseBody: answer.body,
      error: isDelivered ? null : `answered ${answer.status}`,
    };
  } catch (error) {
    return { responseStatus: null, responseBody: null, error: describe(error) };
  }
}

function openSecret(endpoint: NonNullable<DueDelivery['endpoint']>, secrets: SecretBox): string {
  try {
    return secrets.open(endpoint.sealedSecret, endpoint.id);
  } catch (error) {
    throw new Error('its secret was sealed with another APP_SECRET', { cause: error });
  }
}

/** Of several addresses that were tried, Node's own error tells in its parts alone. */
function describe(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const text = first instanceof Error ? first.message : String(first);
  return (text || 'could not be reached').replaceAll('\u0000', '').slice(0, maxErrorLength);
}
