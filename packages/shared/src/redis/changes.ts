import { chunksOf } from '../platform/batches.ts';
import { coalesce } from '../platform/coalesce.ts';
import type { Logger } from '../platform/logger.ts';
import { within } from '../platform/within.ts';
import type { Redis } from './connection.ts';
import { spread, type Spread } from './layout.ts';
import { isCluster, mastersOf } from './masters.ts';

/** The channel of an order's changes. All databases of a Redis server share their channels. */
export const changeChannel = (id: string) => changeChannelIn('', id);

/** @param tag in a cluster */
export const changeChannelIn = (tag: string, id: string) => `${tag}order:${id}`;

/** The order that a channel is about. */
export const orderOfChannel = (channel: string) => channel.slice(channel.lastIndexOf(':') + 1);

/** The message that {@link Changes.announceOtherHistory} publishes. From another database, it is news of a change at most. */
export const otherHistory = 'other history';
const otherHistoryOf = ({ options }: Pick<Redis, 'options'>) => {
  const db = 'db' in options ? (options.db ?? 0) : 0;
  return db === 0 ? otherHistory : `${otherHistory} in ${db}`;
};

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

/**
 * A cluster sends a plain message to all its nodes, and each has then to look at the messages of all others. One on a sharded
 * channel stays with the master that its tag belongs to.
 */
const publishInShard = `for _, channel in ipairs(KEYS) do redis.call('spublish', channel, '') end`;

interface ChangeCommands {
  publishToEach(...channels: string[]): Promise<null>;
  publishInShard(count: number, ...channels: string[]): Promise<null>;
}

/** Publishes to the orders of one tag; never throws. */
type Announce = (ids: readonly string[]) => void;

export function createChanges(redis: Redis, logger: Logger): Changes {
  redis.defineCommand('publishToEach', { lua: publishToEach, numberOfKeys: 0 });
  redis.defineCommand('publishInShard', { lua: publishInShard });
  const commands = redis as unknown as ChangeCommands;

  function announcing(publish: (ids: readonly string[]) => Promise<unknown>): Announce {
    async function publishSet(ids: readonly string[]): Promise<void> {
      await within(publishTimeLimitMs, publish([...new Set(ids)])).catch((error: unknown) =>
        logger.debug({ err: error, orders: ids.length }, 'publish failed'),
      );
    }
    const publishInSets = coalesce<string, void>('announce changes', async (ids) => {
      await publishSet(ids);
      return ids.map(() => undefined);
    });
    return (ids) => {
      const [only] = ids.length === 1 ? ids : [];
      // What comes as a set, as from a sweep, need not be gathered first.
      if (only === undefined) for (const set of chunksOf(channelsPerScript, ids)) void publishSet(set);
      else
        publishInSets(only).catch((error: unknown) =>
          logger.debug({ err: error, orderId: only }, 'publish failed'),
        );
    };
  }

  /** The master of one tag may be frozen, so each has sets of its own. */
  const shards: Spread<Announce> | null = isCluster(redis)
    ? spread((tag) =>
        announcing((ids) =>
          commands.publishInShard(ids.length, ...ids.map((id) => changeChannelIn(tag, id))),
        ),
      )
    : null;
  const toAll = announcing((ids) => commands.publishToEach(...ids.map((id) => changeChannel(id))));

  const changes: Changes = {
    announce(ids) {
      // While disconnected, publishing would fail for every id.
      if (redis.status !== 'ready') return;
      if (!shards) return toAll(ids);
      for (const [announce, some] of Map.groupBy(ids, (id) => shards.of(id))) announce(some);
    },

    async announceAgain(ids) {
      if (ids.length === 0) return;
      // In a cluster, to ask costs as much as to publish.
      if (isCluster(redis)) return changes.announce(ids);
      const counts = (await redis.pubsub('NUMSUB', ...ids.map((id) => changeChannel(id)))) as (
        | string
        | number
      )[];
      changes.announce(ids.filter((_, index) => Number(counts[2 * index + 1]) > 0));
    },

    async announceOtherHistory() {
      const message = otherHistoryOf(redis);
      if (isCluster(redis)) {
        for (const master of mastersOf(redis)) {
          const channels = (await master.pubsub('SHARDCHANNELS', changeChannelIn('{*}', '*'))) as string[];
          await Promise.all(channels.map((channel) => redis.spublish(channel, message)));
        }
        return;
      }
      const channels = (await redis.pubsub('CHANNELS', changeChannel('*'))) as string[];
      const pipeline = redis.pipeline();
      for (const channel of channels) pipeline.publish(channel, message);
      await pipeline.exec();
    },
  };
  return changes;
}
