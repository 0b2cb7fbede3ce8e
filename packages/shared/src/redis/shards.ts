import type { AlarmQueue } from './alarm.ts';
import type { Line } from './answering.ts';
import type { Countdown } from './countdown.ts';
import type { AlarmLayout } from './layout.ts';
import type { Marks } from './marks.ts';

/** One queue of alarms, with all that is kept beside it. */
export interface Shard {
  /** The name of its queue. */
  queue: string;
  alarm: AlarmQueue;
  countdown: Countdown;
  line: () => Line;
  /** What a reconciliation notes. */
  marks: Marks;
}

/** All queues of alarms: without `ALARM_SHARDS` there is one. */
export interface Shards extends Pick<AlarmLayout, 'indexOf'> {
  each: readonly Shard[];
  /** That of an order. */
  of(orderId: string): Shard;
  /** What whoever follows the ledger notes for all of them. */
  marks: Marks;
}

export function onlyOne(shard: Shard): Shards {
  return { each: [shard], indexOf: () => 0, of: () => shard, marks: shard.marks };
}
