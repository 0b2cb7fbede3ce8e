import { createAlarm, type Alarm, type AlarmQueue } from './alarm.ts';
import { lineTo, type Line } from './answering.ts';
import type { Redis } from './connection.ts';
import { createCountdown, type Countdown } from './countdown.ts';
import type { AlarmLayout } from './layout.ts';
import { shardedAlarm } from './sharded-alarm.ts';
import { shardedCountdown } from './sharded-countdown.ts';

/** The alarms and countdowns of a layout: shard by shard, and as one. */
export interface Shards {
  each: readonly { alarm: AlarmQueue; countdown: Countdown; line: () => Line }[];
  alarm: Alarm;
  countdown: Countdown;
}

/** With one shard there is nothing in between. */
export function createShards(redis: Redis, layout: AlarmLayout): Shards {
  const each = layout.shards.map((shard) => ({
    alarm: createAlarm(redis, shard),
    countdown: createCountdown(redis, shard.tag),
    line: () => lineTo(redis, shard.tag),
  }));
  const [first, ...others] = each;
  if (first && others.length === 0) return { each, alarm: first.alarm, countdown: first.countdown };
  return {
    each,
    alarm: shardedAlarm(
      layout,
      each.map(({ alarm }) => alarm),
    ),
    countdown: shardedCountdown(
      layout,
      each.map(({ countdown }) => countdown),
    ),
  };
}
