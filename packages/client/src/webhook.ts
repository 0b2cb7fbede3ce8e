import type { components } from './openapi.ts';
import type { OrderEvent } from './watch-state.ts';

type Order = components['schemas']['Order'];

type MessageOf<Event> = Event extends { type: infer Type; data: infer Data }
  ? { type: Type; timestamp: string; data: Data & { orderId: string; sequence: number; order: Order } }
  : never;

type Ping = { type: 'webhook.ping'; timestamp: string; data: object };

/**
 * A webhook that was verified. `id` is the same each time it is delivered: ignore those you have seen. Sort the events of
 * an order by `data.sequence`. A later version of the service may send other types: keep a default.
 */
export type WebhookMessage = { id: string } & (MessageOf<OrderEvent> | Ping);

export interface ReceivedWebhook {
  /** The body, exactly as it arrived: before it is parsed. */
  body: string | Uint8Array;
  /** As `fetch` or Node have them. Names in lower case. */
  headers: Pick<Headers, 'get'> | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The secret of the endpoint, `whsec_…`; several while they are exchanged. */
  secret: string | readonly string[];
  /** How old or early a message may be, by the clock of this machine. Default: 300. */
  toleranceSeconds?: number | undefined;
}

/** The webhook is not to be trusted: answer 400. The message says why. */
export class OrderCountdownWebhookError extends Error {
  override readonly name = 'OrderCountdownWebhookError';
}

/**
 * Verifies a webhook as specified by Standard Webhooks, and parses it. With Web Crypto: also in browsers and at the edge.
 * See https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 *
 * @throws OrderCountdownWebhookError it is not signed with the secret, or is too old
 * @throws TypeError a secret is not valid
 */
export async function verifyWebhook(received: ReceivedWebhook): Promise<WebhookMessage> {
  const { headers, body, toleranceSeconds = 300 } = received;
  const id = headerOf(headers, 'webhook-id');
  const timestamp = headerOf(headers, 'webhook-timestamp');
  const signatures = headerOf(headers, 'webhook-signature')
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => signature.slice(3));
  requireRecent(timestamp, toleranceSeconds);

  const encoder = new TextEncoder();
  const bytes = typeof body === 'string' ? encoder.encode(body) : body;
  const signed = concat(encoder.encode(`${id}.${timestamp}.`), bytes);
  for (const secret of [received.secret].flat()) {
    const expected = await sign(keyOf(secret), signed);
    if (signatures.some((signature) => isEqual(signature, expected))) return parseMessage(id, bytes);
  }
  throw new OrderCountdownWebhookError('no signature of the webhook matches the secret');
}

function headerOf(headers: ReceivedWebhook['headers'], name: string): string {
  const isHeaders = typeof headers['get'] === 'function';
  const value = isHeaders
    ? (headers as Pick<Headers, 'get'>).get(name)
    : (headers as Record<string, string | readonly string[] | undefined>)[name];
  if (typeof value !== 'string' || value === '') {
    throw new OrderCountdownWebhookError(`the webhook has no header ${name}`);
  }
  return value;
}

function requireRecent(timestamp: string, toleranceSeconds: number): void {
  const apartSeconds = Math.abs(Date.now() / 1_000 - Number(timestamp));
  if (/^\d{1,12}$/.test(timestamp) && apartSeconds <= toleranceSeconds) return;
  throw new OrderCountdownWebhookError('the webhook is too old, or this clock is wrong');
}

function keyOf(secret: string): Uint8Array<ArrayBuffer> {
  try {
    const encoded = /^whsec_(.+)$/.exec(secret)?.[1] ?? '';
    const key = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    if (key.length > 0) return key;
  } catch {
    // Told below.
  }
  throw new TypeError('secret must be the secret of a webhook endpoint: "whsec_" and base64');
}

/** @returns HMAC-SHA-256 in base64 */
async function sign(key: Uint8Array<ArrayBuffer>, signed: Uint8Array<ArrayBuffer>): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', key, algorithm, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', imported, signed);
  return btoa(String.fromCharCode(...new Uint8Array(signature)));
}

/** In a time that doesn't tell how much of it is right. */
function isEqual(given: string, expected: string): boolean {
  if (given.length !== expected.length) return false;
  let difference = 0;
  for (let at = 0; at < expected.length; at += 1) {
    difference |= given.charCodeAt(at) ^ expected.charCodeAt(at);
  }
  return difference === 0;
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(first.length + second.length);
  whole.set(first);
  whole.set(second, first.length);
  return whole;
}

function parseMessage(id: string, body: Uint8Array): WebhookMessage {
  return {
    id,
    ...(JSON.parse(new TextDecoder().decode(body)) as Omit<WebhookMessage, 'id'>),
  } as WebhookMessage;
}
