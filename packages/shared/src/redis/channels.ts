import type { Redis } from 'ioredis';
import { changeChannel, changeChannelIn, orderOfChannel } from './changes.ts';
import { spread } from './layout.ts';

/** The channels of orders, on a connection of its own to one server: see `createSubscriberRedis`. */
export interface Channels {
  subscribe(ids: readonly string[]): Promise<void>;
  unsubscribe(ids: readonly string[]): Promise<void>;
  onMessage(listener: (id: string, message: string) => void): void;
  /** Messages may be missed until all are subscribed again. */
  onLost(listener: () => void): void;
}

export function plainChannels(redis: Redis): Channels {
  return {
    async subscribe(ids) {
      await redis.subscribe(...ids.map(changeChannel));
    },
    async unsubscribe(ids) {
      await redis.unsubscribe(...ids.map(changeChannel));
    },
    onMessage: (listener) =>
      void redis.on('message', (channel: string, message: string) =>
        listener(orderOfChannel(channel), message),
      ),
    onLost: (listener) => void redis.on('close', listener),
  };
}

/** On one node of a cluster, which refuses what belongs to another one. A command may only name channels of one tag. */
export function shardChannels(redis: Redis): Channels {
  const tags = spread((tag) => tag);
  const ofEachTag = async (ids: readonly string[], send: (channels: string[]) => Promise<unknown>) => {
    const byTag = Map.groupBy(ids, (id) => tags.of(id));
    const sent = [...byTag].map(([tag, some]) => send(some.map((id) => changeChannelIn(tag, id))));
    await Promise.all(sent);
  };
  return {
    subscribe: (ids) => ofEachTag(ids, (channels) => redis.ssubscribe(...channels)),
    unsubscribe: (ids) => ofEachTag(ids, (channels) => redis.sunsubscribe(...channels)),
    onMessage: (listener) =>
      void redis.on('smessage', (channel: string, message: string) =>
        listener(orderOfChannel(channel), message),
      ),
    onLost(listener) {
      redis.on('close', listener);
      // The node has given a slot away, and its channels with it.
      redis.on('moved', listener);
    },
  };
}
