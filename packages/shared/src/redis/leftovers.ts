import { createAlarm } from './alarm.ts';
import type { Redis } from './connection.ts';
import { countdownKeyIn } from './countdown.ts';
import { createLayout, type AlarmLayout, type AlarmShard } from './layout.ts';
import { createRedisMarks, type Marks } from './marks.ts';
import { isCluster } from './masters.ts';
import { createQueueOpener, queueKey } from './queue-opener.ts';
import { redisQueues } from './queues.ts';
import { reconciledKey } from './reconciled.ts';

/** What workers with another `ALARM_SHARDS` may have left. */
export interface Leftover {
  /** The number of its shards. */
  shards: number;
  /** What whoever follows the ledger for it notes. */
  marks: Marks;
  /**
   * Removes its alarms and countdown keys. The marks of its shards go first, so that a worker that uses it after all sets
   * everything anew.
   *
   * @returns how many alarms there were
   */
  remove(signal: AbortSignal): Promise<number>;
}

/**
 * The members of this set are the numbers of shards that workers have had; a version that knows none has had one. They stay in it:
 * an API may go on with its number after the last of its workers.
 */
const layoutsKey = 'alarm-layouts';

/** Notes that workers use this layout. @returns the other ones that may have left something */
export async function findLeftovers(redis: Redis, own: AlarmLayout): Promise<Leftover[]> {
  await redis.sadd(layoutsKey, own.shards.length);
  const counts = new Set(['1', ...(await redis.smembers(layoutsKey))]);
  counts.delete(String(own.shards.length));
  return [...counts].map((count) => {
    const layout = createLayout(Number(count), isCluster(redis));
    return {
      shards: layout.shards.length,
      marks: createRedisMarks(redis, layout.tag),
      remove: (signal) => removeLayout(redis, layout, signal),
    };
  });
}

const pageSize = 500;

async function removeLayout(redis: Redis, layout: AlarmLayout, signal: AbortSignal): Promise<number> {
  let alarms = 0;
  for (const shard of layout.shards) {
    await redis.del(shard.tag + reconciledKey);
    if (signal.aborted) return alarms;
    alarms += await removeShard(redis, shard, signal);
  }
  return alarms;
}

async function removeShard(redis: Redis, shard: AlarmShard, signal: AbortSignal): Promise<number> {
  // Whoever opened the queue before it was removed adds alarms to it without making `meta` anew.
  const keys = ['meta', 'delayed'].map((structure) => queueKey(shard.queue, structure, shard.prefix));
  if ((await redis.exists(...keys)) === 0) return 0;
  const alarm = createAlarm(redis, shard);
  const openQueue = createQueueOpener(
    redisQueues(redis, () => shard.prefix),
    shard.queue,
  );
  let alarms = 0;
  try {
    for await (const ids of alarm.pages(pageSize)) {
      if (signal.aborted) return alarms;
      alarms += ids.length;
      if (ids.length > 0) await redis.unlink(...ids.map((id) => countdownKeyIn(shard.tag, id)));
    }
    await openQueue().obliterate({ force: true });
  } finally {
    await Promise.all([alarm.close(), openQueue.close()]);
  }
  return alarms;
}
