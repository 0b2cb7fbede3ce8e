import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

/** A request that the receiver got. */
export interface Received {
  /** The `webhook-id`. */
  id: string;
  headers: NodeJS.Dict<string | string[]>;
  text: string;
  body: {
    type: string;
    timestamp: string;
    data: Record<string, unknown> & { orderId: string; sequence: number };
  };
  at: number;
}

export interface Receiver {
  url: string;
  received: Received[];
  /** Answers further requests. Default: 204. */
  answer: (response: ServerResponse, request: IncomingMessage) => void;
  close(): Promise<void>;
}

/** Starts a webhook receiver that records its requests. */
export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    void take(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received: [],
    answer: (response) => response.writeHead(204).end(),
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = Buffer.concat(await request.toArray()).toString();
    receiver.received.push({
      id: String(request.headers['webhook-id']),
      headers: request.headers,
      text,
      body: JSON.parse(text),
      at: Date.now(),
    });
    receiver.answer(response, request);
  }
  return receiver;
}

/** @throws Error if the signature does not match the secret, or is older than five minutes */
export function verify({ text, headers }: Received, secret: string): unknown {
  return new Webhook(secret).verify(text, headers as Record<string, string>);
}
