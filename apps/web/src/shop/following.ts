import type { OrderCountdown, OrderUpdate, OrderWatch } from '@order-countdown/client';
import type { Journal } from './journal.ts';
import { whileVisible } from './visible.ts';

interface Follower {
  journal: Journal;
  /** Something has happened to the order, or this is how it is now. */
  told: (update: OrderUpdate, watch: OrderWatch) => void;
  /** The order can't be followed any more. */
  failed: (error: unknown) => void;
}

/** Follows an order, and writes each event of its stream into the journal. @returns stops it */
export function followOrder(
  client: Pick<OrderCountdown, 'watchOrder'>,
  orderId: string,
  { journal, told, failed }: Follower,
): () => void {
  async function read(signal: AbortSignal): Promise<void> {
    const watch = client.watchOrder(orderId, { signal });
    for await (const update of watch) {
      const { event, ...state } = update;
      // A countdown was polled, which stands among the calls.
      if (update.type !== 'countdown') {
        journal.add({ kind: 'stream', type: update.type, orderId, data: JSON.stringify(event ?? state) });
      }
      told(update, watch);
    }
  }

  return whileVisible((signal) => void read(signal).catch(failed));
}
