import { createAlarm, type Alarm } from './alarm.ts';
import { lineTo } from './answering.ts';
import type { Redis } from './connection.ts';
import { createCountdown, type Countdown } from './countdown.ts';
import type { AlarmLayout } from './layout.ts';
import { createRedisMarks } from './marks.ts';
import { shardedAlarm } from './sharded-alarm.ts';
import { shardedCountdown } from './sharded-countdown.ts';
import type { Shards } from './shards.ts';

/** The alarms and countdowns of a layout: shard by shard, and as one. With one shard there is nothing in between. */
export function createRedisShards(
  redis: Redis,
  layout: AlarmLayout,
): { shards: Shards; alarm: Alarm; countdown: Countdown } {
  const each = layout.shards.map((shard) => ({
    queue: shard.queue,
    alarm: createAlarm(redis, shard),
    countdown: createCountdown(redis, shard.tag),
    line: () => lineTo(redis, shard.tag),
    marks: createRedisMarks(redis, shard.tag),
  }));
  const shards: Shards = {
    each,
    indexOf: (orderId) => layout.indexOf(orderId),
    of: (orderId) => each[layout.indexOf(orderId)]!,
    marks: createRedisMarks(redis, layout.tag),
  };
  const [first, ...others] = each;
  if (first && others.length === 0) return { shards, alarm: first.alarm, countdown: first.countdown };
  return { shards, alarm: shardedAlarm(shards), countdown: shardedCountdown(shards) };
}
