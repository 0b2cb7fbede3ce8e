import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Stripe } from 'stripe';
import { serveNotifications } from '../../examples/notifications.ts';
import { createApi } from '../../examples/order-countdown-api.ts';
import { createStripeReceiver, type StripeReceiver } from '../../examples/stripe.ts';
import { startSystem, type System } from './system.ts';
import { backendToken } from './tokens.ts';

/** What Stripe's library asked Stripe for. */
export interface StripeRequest {
  /** `POST /v1/refunds` */
  what: string;
  form: Record<string, string>;
  idempotencyKey: string | undefined;
}

/** Stands for Stripe: it sends notifications, signed by Stripe's own library, and answers what that library asks. */
export interface StripeStandIn {
  receiver: StripeReceiver;
  requests: StripeRequest[];
  /** Sets the answers from now on, by what is asked. The default is an empty object. */
  answers: Record<string, { status?: number; body: object }>;
  /** @returns the status of the receiver's answer */
  notify(event: object, signature?: string): Promise<number>;
  close(): void;
}

export const webhookSecret = 'whsec_of_a_test';

/** A service with its receiver for Stripe's notifications, and Stripe's stand-in. */
export interface StripeSystem {
  system: System;
  stripe: StripeStandIn;
  close(): Promise<void>;
}

export async function startStripeSystem(): Promise<StripeSystem> {
  const system = await startSystem();
  const stripe = await startStripe(system.api.url, backendToken);
  return {
    system,
    stripe,
    async close() {
      stripe.close();
      await system.close();
    },
  };
}

let intents = 0;

/** An order, and a PaymentIntent for it that nothing has happened to. */
export async function placeWithIntent({ client }: System, overrides: Record<string, unknown> = {}) {
  intents += 1;
  const { body: order } = await client.place({ amount: 12_900, currency: 'EUR', ...overrides });
  const intent = {
    id: `pi_${intents}`,
    currency: 'eur',
    amount_received: 12_900,
    metadata: { orderId: order.id },
  };
  return { orderId: order.id, intent };
}

/** @param apiUrl where the receiver tells what Stripe says */
async function startStripe(apiUrl: string, token: string): Promise<StripeStandIn> {
  const requests: StripeRequest[] = [];
  const answers: StripeStandIn['answers'] = {};
  const fake = createServer((request, response) => {
    void read(request).then((asked) => {
      requests.push(asked);
      const { status = 200, body } = answers[asked.what] ?? { body: {} };
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    });
  });
  const port = await listen(fake);
  const stripe = new Stripe('sk_test_made_up', {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
  const receiver = createStripeReceiver({ stripe, webhookSecret, api: createApi(apiUrl, token) });
  const server = serveNotifications((notification) => receiver.receive(notification));
  const receiverPort = await listen(server);

  return {
    receiver,
    requests,
    answers,
    async notify(event, signature) {
      const payload = JSON.stringify(event);
      const header = stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret });
      const response = await fetch(`http://127.0.0.1:${receiverPort}`, {
        method: 'POST',
        body: payload,
        headers: { 'Stripe-Signature': signature ?? header },
      });
      await response.text();
      return response.status;
    },
    close() {
      for (const each of [fake, server]) each.close().closeAllConnections();
    },
  };
}

/** An event about a PaymentIntent, with the members that matter here. */
export const paymentIntentEvent = (type: string, intent: object, eventId = `evt_${type}`) => ({
  id: eventId,
  object: 'event',
  type: `payment_intent.${type}`,
  data: { object: { object: 'payment_intent', ...intent } },
});

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function read(request: IncomingMessage): Promise<StripeRequest> {
  const key = request.headers['idempotency-key'];
  return {
    what: `${request.method} ${request.url}`,
    form: Object.fromEntries(new URLSearchParams(await text(request))),
    idempotencyKey: typeof key === 'string' ? key : undefined,
  };
}
