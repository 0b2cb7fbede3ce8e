import { coalesce } from '../platform/coalesce.ts';
import type { Logger } from '../platform/logger.ts';
import type { Redis } from './connection.ts';
import { within } from '../platform/within.ts';

/** Where it is told that an order has changed. Channels are shared by all databases of a Redis server. */
export const changeChannel = (id: string) => `order:${id}`;

/**
 * Tells all processes that orders have changed, after the commit and only then. A message says nothing but
 * that: whoever watches reads from the ledger what happened, so nothing false can be told.
 */
export interface Changes {
  /** Publishes in the background. A lost message is no harm: watchers also look by themselves. */
  announce(ids: readonly string[]): void;
}

const publishTimeLimitMs = 250;

export function createChanges(redis: Redis, logger: Logger): Changes {
  const publish = coalesce<string, void>(async (ids) => {
    const pipeline = redis.pipeline();
    for (const id of new Set(ids)) pipeline.publish(changeChannel(id), '');
    await within(publishTimeLimitMs, pipeline.exec());
    return ids.map(() => undefined);
  });

  return {
    announce(ids) {
      // Without a connection nobody could hear it.
      if (redis.status !== 'ready') return;
      for (const id of ids) {
        publish(id).catch((error: unknown) => logger.debug({ err: error, orderId: id }, 'publish failed'));
      }
    },
  };
}
