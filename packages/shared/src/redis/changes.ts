import { chunksOf } from '../platform/batches.ts';
import { coalesce } from '../platform/coalesce.ts';
import type { Logger } from '../platform/logger.ts';
import type { Redis } from './connection.ts';
import { within } from '../platform/within.ts';

/** The channel of an order's changes. All databases of a Redis server share their channels. */
export const changeChannel = (id: string) => `order:${id}`;

/** The message that {@link Changes.announceOtherHistory} publishes. From another database, it is news of a change at most. */
export const otherHistory = 'other history';
const otherHistoryOf = ({ options: { db = 0 } }: Pick<Redis, 'options'>) =>
  db === 0 ? otherHistory : `${otherHistory} in ${db}`;

/** Whether a message tells of another history of the ledger that `redis` belongs to. */
export const isOtherHistory = (redis: Pick<Redis, 'options'>, message: string): boolean =>
  message === otherHistory || message === otherHistoryOf(redis);

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

/** A script blocks the server: this many take it about a fifth of a millisecond. */
const channelsPerScript = 500;

/** One command for a set: most orders have no watchers, and then a command costs both sides more than its publishing. */
const publishToEach = `for _, channel in ipairs(ARGV) do redis.call('publish', channel, '') end`;

interface ChangeCommands {
  publishToEach(...channels: string[]): Promise<null>;
}

export function createChanges(redis: Redis, logger: Logger): Changes {
  redis.defineCommand('publishToEach', { lua: publishToEach, numberOfKeys: 0 });
  const commands = redis as unknown as ChangeCommands;

  async function publishSet(ids: readonly string[]): Promise<void> {
    const channels = [...new Set(ids)].map(changeChannel);
    const publishing = within(publishTimeLimitMs, commands.publishToEach(...channels));
    await publishing.catch((error: unknown) =>
      logger.debug({ err: error, orders: ids.length }, 'publish failed'),
    );
  }

  const publishInSets = coalesce<string, void>(async (ids) => {
    await publishSet(ids);
    return ids.map(() => undefined);
  });

  const changes: Changes = {
    announce(ids) {
      // While disconnected, publishing would fail for every id.
      if (redis.status !== 'ready') return;
      const [only] = ids.length === 1 ? ids : [];
      // What comes as a set, as from a sweep, need not be gathered first.
      if (only === undefined) for (const set of chunksOf(channelsPerScript, ids)) void publishSet(set);
      else
        publishInSets(only).catch((error: unknown) =>
          logger.debug({ err: error, orderId: only }, 'publish failed'),
        );
    },

    async announceAgain(ids) {
      if (ids.length === 0) return;
      const counts = (await redis.pubsub('NUMSUB', ...ids.map(changeChannel))) as (string | number)[];
      changes.announce(ids.filter((_, index) => Number(counts[2 * index + 1]) > 0));
    },

    async announceOtherHistory() {
      const channels = (await redis.pubsub('CHANNELS', changeChannel('*'))) as string[];
      const pipeline = redis.pipeline();
      for (const channel of channels) pipeline.publish(channel, otherHistoryOf(redis));
      await pipeline.exec();
    },
  };
  return changes;
}
