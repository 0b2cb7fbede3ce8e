import type { Countdown } from './countdown.ts';
import { byShard, type AlarmLayout } from './layout.ts';
import { sum } from './merge.ts';

/** The countdowns of all shards as one. */
export function shardedCountdown(layout: AlarmLayout, countdowns: readonly Countdown[]): Countdown {
  function inShards<Item extends { id: string }, Result>(
    items: readonly Item[],
    run: (countdown: Countdown, items: readonly Item[]) => Promise<Result>,
  ): Promise<Result[]> {
    return Promise.all([...byShard(layout, items)].map(([index, some]) => run(countdowns[index]!, some)));
  }

  return {
    set: async (orders) => sum(await inShards(orders, (countdown, some) => countdown.set(some))),
    async clear(orders) {
      await inShards(orders, (countdown, some) => countdown.clear(some));
    },
    async present(orders) {
      const found = await inShards(orders, (countdown, some) => countdown.present(some));
      return found.flat();
    },
    read: (id) => countdowns[layout.indexOf(id)]!.read(id),
  };
}
