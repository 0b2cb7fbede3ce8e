import { verifyWebhook } from '@order-countdown/client';
import type { Journal, WebhookEntry } from './journal.ts';
import { whileVisible } from './visible.ts';

/** What the shop's server passes on of a webhook: see `apps/api/src/shop`. */
interface Arrival {
  headers: Record<string, string>;
  body: string;
}

const reopenAfterMs = 3_000;

/** Writes the webhooks about a customer's orders into the journal, as they arrive, and whether they can be trusted. */
export function showWebhooks(customerId: string, secret: () => string, journal: Journal): void {
  let after = '';

  async function show({ headers, body }: Arrival): Promise<void> {
    const forgery = await verifyWebhook({ headers, body, secret: secret() }).then(
      () => null,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    const id = headers['webhook-id'];
    const isRepeated = journal.entries.some(
      (entry) => entry.kind === 'webhook' && entry.headers['webhook-id'] === id,
    );
    const { type } = JSON.parse(body) as { type: string };
    journal.add<WebhookEntry>({ kind: 'webhook', type, headers, body, forgery, isRepeated });
  }

  function listen(signal: AbortSignal): void {
    if (signal.aborted) return;
    const query = new URLSearchParams({ customerId, ...(after && { after }) });
    const source = new EventSource(`/shop/webhooks/stream?${query.toString()}`);
    source.addEventListener('webhook', ({ data, lastEventId }: MessageEvent<string>) => {
      after = lastEventId;
      void show(JSON.parse(data) as Arrival);
    });
    // It reconnects by itself, unless a server that is starting or stopping refuses it.
    source.addEventListener('error', () => {
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, reopenAfterMs, signal);
    });
    signal.addEventListener('abort', () => source.close());
  }

  whileVisible(listen);
}
