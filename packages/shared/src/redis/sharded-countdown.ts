import type { Countdown } from './countdown.ts';
import { byShard } from './layout.ts';
import { sum } from './merge.ts';
import type { Shards } from './shards.ts';

/** The countdowns of all shards as one. */
export function shardedCountdown(shards: Shards): Countdown {
  function inShards<Item extends { id: string }, Result>(
    items: readonly Item[],
    run: (countdown: Countdown, items: readonly Item[]) => Promise<Result>,
  ): Promise<Result[]> {
    return Promise.all([...byShard(shards, items)].map(([shard, some]) => run(shard.countdown, some)));
  }

  return {
    isKept: true,
    set: async (orders) => sum(await inShards(orders, (countdown, some) => countdown.set(some))),
    async clear(orders) {
      await inShards(orders, (countdown, some) => countdown.clear(some));
    },
    async present(orders) {
      const found = await inShards(orders, (countdown, some) => countdown.present(some));
      return found.flat();
    },
    read: (id) => shards.of(id).countdown.read(id),
  };
}
