import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { History, WebhookEntry } from '../history/history.ts';

/** How a receiver answers. `slow`: within the ten seconds that it has; `hang`: not at all. */
export type ReceiverMode = 'ok' | 'slow' | 'fail' | 'hang';

/** A webhook receiver: a server of its own, which records what it gets. */
export interface Receiver {
  url: string;
  /** Must be called before the first delivery. */
  registered(endpoint: { id: string; secret: string }): void;
  set(mode: ReceiverMode): void;
  close(): Promise<void>;
}

const slowMs = 2_000;

export async function startReceiver(history: History): Promise<Receiver> {
  let mode: ReceiverMode = 'ok';
  let endpoint: { id: string; secret: string } | null = null;
  const stopping = new AbortController();
  const server = createServer((request, response) => {
    // The sender is gone: it sends the event again.
    take(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray()).toString();
    const id = String(request.headers['webhook-id']);
    const entry: WebhookEntry = {
      endpointId: endpoint?.id ?? '',
      id,
      receivedAt: performance.now(),
      body,
      isVerified: endpoint !== null && isSigned(body, request.headers, endpoint.secret),
      answered: null,
      answeredAt: null,
    };
    history.webhooks.push(entry);
    if (mode === 'hang') return;
    if (mode === 'slow') await sleep(slowMs, null, { signal: stopping.signal });
    const status = mode === 'fail' ? 500 : 204;
    response.once('finish', () => {
      entry.answered = status;
      entry.answeredAt = performance.now();
    });
    response.writeHead(status).end();
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    registered(each) {
      endpoint = each;
    },
    set(each) {
      mode = each;
    },
    async close() {
      if (!server.listening) return;
      stopping.abort();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

function isSigned(body: string, headers: IncomingMessage['headers'], secret: string): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>);
    return true;
  } catch {
    return false;
  }
}
