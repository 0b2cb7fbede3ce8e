import { messageBody } from '@order-countdown/shared/webhooks/message';
import type { TargetPolicy } from '@order-countdown/shared/webhooks/target';
import type { Signers } from './signers.ts';
import type { SendableDelivery } from './stored-delivery.ts';
import { firstKilobyte } from './first-kilobyte.ts';
import { tracedSend } from './traced-send.ts';

export interface SendResult {
  /** The first KiB of what was sent. */
  requestBody: string;
  /** Whole milliseconds until the response was complete, or failed. */
  durationMs: number;
  /** Null: there was no response. */
  responseStatus: number | null;
  responseBody: string | null;
  /** Null: delivered. */
  error: string | null;
}

const maxErrorLength = 500;

/**
 * Sends a delivery to its endpoint once, signed according to Standard Webhooks. Any 2xx response counts as
 * delivered. Any other response, or none, is returned as an error; nothing is thrown. While the secret before the last
 * rotation is valid, a second signature is made with it.
 *
 * @param at on the clock of the database: receivers refuse what is signed minutes too early or too late, and the clock of
 *   this process may be off
 */
export async function sendSigned(
  { messageId: webhookId, message, endpoint }: SendableDelivery,
  at: Date,
  signersOf: Signers,
  policy: TargetPolicy,
): Promise<SendResult> {
  const startedAt = performance.now();
  const body = messageBody(message);
  const requestBody = firstKilobyte(Buffer.from(body));
  const durationMs = () => Math.round(performance.now() - startedAt);
  try {
    const signatures = signersOf(endpoint).map((signer) => signer.sign(webhookId, at, body));
    const headers = {
      'Content-Type': 'application/json',
      'User-Agent': 'order-countdown',
      'webhook-id': webhookId,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': signatures.join(' '),
    };
    const response = await tracedSend(new URL(endpoint.url), headers, body, policy);
    const isDelivered = response.status >= 200 && response.status < 300;
    return {
      requestBody,
      durationMs: durationMs(),
      responseStatus: response.status,
      responseBody: response.body,
      error: isDelivered ? null : `answered ${response.status}`,
    };
  } catch (error) {
    const none = { responseStatus: null, responseBody: null };
    return { requestBody, durationMs: durationMs(), ...none, error: describe(error) };
  }
}

/** When every address of a host fails, Node throws an AggregateError whose own message is empty. */
function describe(error: unknown): string {
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const text = first instanceof Error ? first.message : String(first);
  // Postgres text cannot contain NUL.
  return (text || 'connection failed').replaceAll('\u0000', '').slice(0, maxErrorLength);
}
