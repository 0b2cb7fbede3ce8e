import { chunksOf } from '../platform/batches.ts';
import { coalesce } from '../platform/coalesce.ts';
import { listen, type ListenOptions } from '../platform/listen.ts';
import type { Logger } from '../platform/logger.ts';
import type { QueuePool } from '../platform/queue-pool.ts';
import type { ListenToChanges } from '../redis/change-listener.ts';
import { otherHistory, type Changes } from '../redis/changes.ts';

/** Of all orders. The payload is their ids, separated by commas, or {@link otherHistory}. */
const channel = 'order_changes';

/** A payload may have 8,000 bytes. */
const idsPerMessage = 200;

/** All API processes get all messages, and each drops those of orders that nobody watches there. */
export function createPostgresChanges(pool: Pick<QueuePool, 'query' | 'status'>, logger: Logger): Changes {
  const notify = (payload: string) => pool.query('select pg_notify($1, $2)', [channel, payload]);

  async function publishSet(ids: readonly string[]): Promise<void> {
    try {
      for (const some of chunksOf(idsPerMessage, [...new Set(ids)])) await notify(some.join(','));
    } catch (error) {
      logger.debug({ err: error, orders: ids.length }, 'publish failed');
    }
  }

  const publishInSets = coalesce<string, void>(
    'announce changes',
    async (ids) => {
      await publishSet(ids);
      return ids.map(() => undefined);
    },
    { maxSetsInFlight: 1 },
  );

  return {
    announce(ids) {
      if (pool.status !== 'ready') return;
      const [only] = ids.length === 1 ? ids : [];
      if (only === undefined) void publishSet(ids);
      else
        publishInSets(only).catch((error: unknown) =>
          logger.debug({ err: error, orderId: only }, 'publish failed'),
        );
    },
    announceAgain: publishSet,
    async announceOtherHistory() {
      await notify(otherHistory);
    },
  };
}

/** One connection of a process hears of all orders. */
export function listenInPostgres(
  connecting: Pick<ListenOptions, 'url' | 'applicationName'>,
  logger: Logger,
): ListenToChanges {
  return (handler) => {
    const watched = new Set<string>();
    let isLost = false;

    const listening = listen({
      ...connecting,
      channel,
      onMessage(payload) {
        if (payload === otherHistory) watched.forEach((id) => handler.restored(id));
        else for (const id of payload.split(',')) if (watched.has(id)) handler.changed(id);
      },
      onListening() {
        if (isLost) logger.info('messages of changes arrive again');
        isLost = false;
        handler.interrupted();
      },
      onLost(error) {
        if (!isLost) logger.warn({ err: error }, 'messages of changes do not arrive');
        isLost = true;
        handler.interrupted();
      },
    });

    return {
      isListening: () => listening.isListening(),
      async subscribe(id) {
        watched.add(id);
      },
      unsubscribe: (id) => void watched.delete(id),
      close: () => listening.close(),
    };
  };
}
