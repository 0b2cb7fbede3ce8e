import { coalesce } from '../platform/coalesce.ts';
import type { Logger } from '../platform/logger.ts';
import type { Redis } from './connection.ts';
import { within } from '../platform/within.ts';

/** The channel of an order's changes. All databases of a Redis server share their channels. */
export const changeChannel = (id: string) => `order:${id}`;

/** The message that {@link Changes.announceOtherHistory} publishes. */
export const otherHistory = 'other history';

/**
 * Announces changed orders to all processes after the commit. The message is empty: watchers read from the ledger
 * what happened, so a message can never be wrong.
 */
export interface Changes {
  /** Publishes in the background. Messages may be lost: watchers also poll the ledger. */
  announce(ids: readonly string[]): void;
  /** Announces orders that have listeners, in case the process that changed them did not. */
  announceAgain(ids: readonly string[]): Promise<void>;
  /** Tells watchers of all orders that what they know may never have happened. */
  announceOtherHistory(): Promise<void>;
}

const publishTimeLimitMs = 250;

/** One command for a set: most orders have no watchers, and then a command costs both sides more than its publishing. */
const publishToEach = `for _, channel in ipairs(ARGV) do redis.call('publish', channel, '') end`;

interface ChangeCommands {
  publishToEach(...channels: string[]): Promise<null>;
}

export function createChanges(redis: Redis, logger: Logger): Changes {
  redis.defineCommand('publishToEach', { lua: publishToEach, numberOfKeys: 0 });
  const commands = redis as unknown as ChangeCommands;

  const publish = coalesce<string, void>(async (ids) => {
    const channels = [...new Set(ids)].map(changeChannel);
    await within(publishTimeLimitMs, commands.publishToEach(...channels));
    return ids.map(() => undefined);
  });

  const changes: Changes = {
    announce(ids) {
      // While disconnected, publishing would fail for every id.
      if (redis.status !== 'ready') return;
      for (const id of ids) {
        publish(id).catch((error: unknown) => logger.debug({ err: error, orderId: id }, 'publish failed'));
      }
    },

    async announceAgain(ids) {
      if (ids.length === 0) return;
      const counts = (await redis.pubsub('NUMSUB', ...ids.map(changeChannel))) as (string | number)[];
      changes.announce(ids.filter((_, index) => Number(counts[2 * index + 1]) > 0));
    },

    async announceOtherHistory() {
      const channels = (await redis.pubsub('CHANNELS', changeChannel('*'))) as string[];
      const pipeline = redis.pipeline();
      for (const channel of channels) pipeline.publish(channel, otherHistory);
      await pipeline.exec();
    },
  };
  return changes;
}
