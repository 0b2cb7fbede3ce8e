import { text, type RequestHandler } from 'express';
import { z } from 'zod';
import { parse } from '../http/parse.ts';
import { Problem } from '../http/problem.ts';
import type { Streams } from '../stream/streams.ts';
import type { Arrivals } from './arrivals.ts';
import { customerId } from './tokens.ts';

/** More than any order makes of a message, so that the endpoint does not fail for orders of others. */
const maxBodyBytes = 1_024 * 1_024;

/** Of every message, of which the shop reads whose order it is about. A ping is about none. */
const message = z.looseObject({
  type: z.string(),
  data: z.looseObject({ order: z.looseObject({ customerId: z.string().nullable() }).optional() }),
});

/** What a receiver needs to verify the message. */
const signedHeaders = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];

/** 204, whoever's order it is about. Those of the shop's customers go to their pages, which verify the signatures. */
export function receiveWebhooks(arrivals: Arrivals): RequestHandler[] {
  return [
    text({ type: () => true, limit: maxBodyBytes }),
    (request, response) => {
      const body: unknown = request.body;
      const { data } = parse('body', message, parseJson(typeof body === 'string' ? body : ''));
      const owner = customerId.safeParse(data.order?.customerId);
      if (owner.success) {
        const headers = Object.fromEntries(signedHeaders.map((name) => [name, request.get(name) ?? '']));
        arrivals.add(owner.data, { headers, body: String(body) });
      }
      response.status(204).end();
    },
  ];
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    throw new Problem('malformed_json', (error as Error).message);
  }
}

const query = z.strictObject({
  customerId,
  after: z
    .string()
    .regex(/^\d{1,15}$/, 'must be the id of an event of this stream')
    .transform(Number)
    .optional(),
});

/** A page left open for longer connects again. */
const longestMs = 12 * 60 * 60 * 1_000;

/** `text/event-stream`: an event `webhook` for each that arrives for the customer. */
export function streamWebhooks(arrivals: Arrivals, streams: Pick<Streams, 'open'>): RequestHandler {
  // All pages share one budget, and have that of no customer.
  const limited = { budget: 'the shop to try', address: 'the shop to try' };
  return (request, response) => {
    const { customerId: owner, after } = parse('query', query, request.query);
    const known = /^\d{1,15}$/.exec(request.get('Last-Event-ID') ?? '')?.[0];
    let stop = () => {};
    const stream = streams.open(response, { limited, expiresAtMs: Date.now() + longestMs }, () => stop());
    stop = arrivals.follow(owner, known === undefined ? (after ?? null) : Number(known), (id, data) =>
      stream.send({ name: 'webhook', id, data }),
    );
  };
}
