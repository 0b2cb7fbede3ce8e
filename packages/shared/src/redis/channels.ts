import type { Cluster, Redis as SingleRedis } from 'ioredis';
import { changeChannel, changeChannelIn, orderOfChannel } from './changes.ts';
import type { Redis } from './connection.ts';
import { spread } from './layout.ts';
import { isCluster } from './masters.ts';

/** The channels of orders, on a connection of its own: see `createSubscriberRedis`. In a cluster they are sharded. */
export interface Channels {
  subscribe(ids: readonly string[]): Promise<void>;
  unsubscribe(id: string): Promise<void>;
  onMessage(listener: (id: string, message: string) => void): void;
  /** There is a new connection, and with it no subscription, or another server took over some. */
  onConnected(listener: () => void): void;
  /** Messages may be missed until the next connection. */
  onLost(listener: () => void): void;
}

export function channelsOf(redis: Redis): Channels {
  return isCluster(redis) ? shardedChannels(redis) : plainChannels(redis);
}

function plainChannels(redis: SingleRedis): Channels {
  return {
    async subscribe(ids) {
      await redis.subscribe(...ids.map((id) => changeChannel(id)));
    },
    async unsubscribe(id) {
      await redis.unsubscribe(changeChannel(id));
    },
    onMessage: (listener) =>
      void redis.on('message', (channel: string, message: string) =>
        listener(orderOfChannel(channel), message),
      ),
    onConnected: (listener) => void redis.on('ready', listener),
    onLost: (listener) => void redis.on('close', listener),
  };
}

/**
 * ioredis has a connection to each master for them, and subscribes again by itself when a master is replaced. What was
 * missed until then, the listener has to ask for.
 */
function shardedChannels(redis: Cluster): Channels {
  const subscribed = new Set<string>();
  const tags = spread((tag) => tag);
  const channelOf = (id: string) => changeChannelIn(tags.of(id), id);
  return {
    async subscribe(ids) {
      // Each channel once: ioredis keeps a list of its own, and would hold it twice.
      const added = ids.filter((id) => !subscribed.has(id));
      for (const id of added) subscribed.add(id);
      const byTag = Map.groupBy(added, (id) => tags.of(id));
      await Promise.all([...byTag.values()].map((some) => redis.ssubscribe(...some.map(channelOf))));
    },
    async unsubscribe(id) {
      subscribed.delete(id);
      await redis.sunsubscribe(channelOf(id));
    },
    onMessage: (listener) =>
      void redis.on('smessage', (channel: string, message: string) =>
        listener(orderOfChannel(channel), message),
      ),
    onConnected: (listener) => {
      redis.on('ready', listener);
      redis.on('subscribersReady', listener);
    },
    onLost: (listener) => {
      redis.on('close', listener);
      redis.on('-subscriber', listener);
    },
  };
}
