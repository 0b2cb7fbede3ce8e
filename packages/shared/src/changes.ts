import { coalesce } from './coalesce.ts';
import type { Logger } from './logger.ts';
import type { Redis } from './redis.ts';
import { within } from './within.ts';

/** Where it is told that an order has changed. Channels are shared by all databases of a Redis server. */
export const changeChannel = (id: string) => `order:${id}`;

/**
 * Tells all processes that an order has changed, after the commit and only then. A message says nothing but
 * that: whoever watches reads from the ledger what has happened, so that nothing false can be told.
 */
export interface Changes {
  /** Never throws, and takes no longer than {@link announceTimeLimitMs}: whoever missed it looks later. */
  announce(id: string): Promise<void>;
}

export const announceTimeLimitMs = 250;

export function createChanges(redis: Redis, logger: Logger): Changes {
  const announceInSets = coalesce<string, void>(async (ids) => {
    const pipeline = redis.pipeline();
    for (const id of new Set(ids)) pipeline.publish(changeChannel(id), '');
    await within(announceTimeLimitMs, pipeline.exec());
    return ids.map(() => undefined);
  });

  return {
    async announce(id) {
      // Without a connection there is nobody to hear it.
      if (redis.status !== 'ready') return;
      try {
        await announceInSets(id);
      } catch (error) {
        logger.debug({ err: error, orderId: id }, 'a change was not announced');
      }
    },
  };
}
