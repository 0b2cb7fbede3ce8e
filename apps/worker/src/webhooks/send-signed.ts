import { messageBody } from '@order-countdown/shared/webhooks/message';
import type { TargetPolicy } from '@order-countdown/shared/webhooks/target';
import type { Signers } from './signers.ts';
import type { SendableDelivery } from './stored-delivery.ts';
import { send } from './send.ts';

/** The response, if there was one. */
export interface SendResult {
  responseStatus: number | null;
  responseBody: string | null;
  /** Null: delivered. */
  error: string | null;
}

const maxErrorLength = 500;

/**
 * Sends a delivery to its endpoint once, signed according to Standard Webhooks. Any 2xx response counts as
 * delivered. Any other response, or none, is returned as an error; nothing is thrown.
 *
 * @param at on the clock of the database: receivers refuse what is signed minutes too early or too late, and the clock of
 *   this process may be off
 */
export async function sendSigned(
  { messageId: webhookId, message, endpoint }: SendableDelivery,
  at: Date,
  signerOf: Signers,
  policy: TargetPolicy,
): Promise<SendResult> {
  const body = messageBody(message);
  try {
    const signer = signerOf(endpoint);
    const headers = {
      'Content-Type': 'application/json',
      'User-Agent': 'order-countdown',
      'webhook-id': webhookId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': signer.sign(webhookId, at, body),
    };
    const response = await send(new URL(endpoint.url), headers, body, policy);
    const isDelivered = response.status >= 200 && response.status < 300;
    return {
      responseStatus: response.status,
      responseBody: response.body,
      error: isDelivered ? null : `answered ${response.status}`,
    };
  } catch (error) {
    return { responseStatus: null, responseBody: null, error: describe(error) };
  }
}

/** When every address of a host fails, Node throws an AggregateError whose own message is empty. */
function describe(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const text = first instanceof Error ? first.message : String(first);
  // Postgres text cannot contain NUL.
  return (text || 'connection failed').replaceAll('\u0000', '').slice(0, maxErrorLength);
}
