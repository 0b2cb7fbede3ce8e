import type { Alarm } from './alarm.ts';
import { byShard } from './layout.ts';
import { inOrder, sum, sumOfAnswers } from './merge.ts';
import type { Shards } from './shards.ts';

/** The alarms of all shards as one. Shards work at the same time, and one that fails keeps none of the others from it. */
export function shardedAlarm(shards: Shards): Alarm {
  const alarms = shards.each.map(({ alarm }) => alarm);
  const withId = (ids: readonly string[]) => ids.map((id) => ({ id }));

  function inShards<Item extends { id: string }, Result>(
    items: readonly Item[],
    run: (alarm: Alarm, items: readonly Item[]) => Promise<Result>,
  ): Promise<Result[]> {
    return Promise.all([...byShard(shards, items)].map(([shard, some]) => run(shard.alarm, some)));
  }

  const inAll = <Result>(run: (alarm: Alarm) => Promise<Result>) => Promise.all(alarms.map(run));
  const idsOf = (items: readonly { id: string }[]) => items.map(({ id }) => id);

  return {
    async arm(orders) {
      await inShards(orders, (alarm, some) => alarm.arm(some));
    },
    async disarm(ids) {
      await inShards(withId(ids), (alarm, some) => alarm.disarm(idsOf(some)));
    },
    async rearm(orders) {
      await inShards(orders, (alarm, some) => alarm.rearm(some));
    },
    ensure: async (orders) => sum(await inShards(orders, (alarm, some) => alarm.ensure(some))),
    async dueTimes(ids) {
      const found = await inShards(withId(ids), async (alarm, some) => {
        const times = await alarm.dueTimes(idsOf(some));
        return some.map(({ id }, index) => [id, times[index] ?? null] as const);
      });
      return inOrder(ids, found);
    },
    state: (id) => shards.of(id).alarm.state(id),
    async *pages(pageSize) {
      for (const alarm of alarms) yield* alarm.pages(pageSize);
    },
    count: async () => sum(await inAll((alarm) => alarm.count())),
    // One that is away has nothing that could be done about it.
    countDueWithin: async (aheadMs) =>
      sumOfAnswers(await Promise.allSettled(alarms.map((alarm) => alarm.countDueWithin(aheadMs)))),
    async close() {
      await inAll((alarm) => alarm.close());
    },
  };
}
