import { shardsInCluster } from '../platform/config.ts';
import { alarmQueueName } from '../platform/queue-names.ts';
import { slotsOfCluster, slotOf } from './key-slot.ts';

/**
 * Where alarms and countdown keys are. Without shards, in one queue, `order-expiry`. With `ALARM_SHARDS`, in as many
 * queues, each with a hash tag of its own, which a Redis Cluster keeps together on one master.
 *
 * Layouts share no key, so each is a copy of the ledger for itself: while processes of two layouts run side by side, the
 * workers of both follow the ledger, each for its own.
 */

/** One queue of alarms, with the countdown keys of its orders. */
export interface AlarmShard {
  /** The name of its queue. */
  queue: string;
  /** What BullMQ puts before the name. */
  prefix: string;
  /** Precedes the names of all other keys. Empty without shards. */
  tag: string;
}

export interface AlarmLayout {
  shards: readonly AlarmShard[];
  /** Precedes the names of keys that all shards share. Empty without shards. */
  tag: string;
  /** The place of an order's shard in {@link AlarmLayout.shards}. */
  indexOf(orderId: string): number;
  shardOf(orderId: string): AlarmShard;
}

export const onlyShard: AlarmShard = { queue: alarmQueueName, prefix: 'bull', tag: '' };

/**
 * @param count `ALARM_SHARDS`
 * @param isCluster then also a single shard needs a hash tag
 */
export function createLayout(count: number, isCluster = false): AlarmLayout {
  const shards =
    count === 1 && !isCluster
      ? [onlyShard]
      : Array.from({ length: count }, (_, index) => shard(index, count));
  const indexOf = count === 1 ? () => 0 : (orderId: string) => hashOf(orderId) % count;
  return {
    shards,
    tag: count === 1 && !isCluster ? '' : `{${count}}`,
    indexOf,
    shardOf: (orderId) => shards[indexOf(orderId)]!,
  };
}

function shard(index: number, count: number): AlarmShard {
  const tag = `{${tagOf(index, count)}}`;
  const queue = count === 1 ? alarmQueueName : `${alarmQueueName}-${index}`;
  return { queue, prefix: tag, tag };
}

/**
 * The slot of the first shard is in the first n-th of all slots, that of the second in the second, and so on. Masters that
 * share the slots evenly then share the shards evenly.
 */
function tagOf(index: number, count: number): string {
  for (let attempt = 0; ; attempt += 1) {
    const tag = attempt === 0 ? `${count}-${index}` : `${count}-${index}-${attempt}`;
    if (Math.floor((slotOf(tag) * count) / slotsOfCluster) === index) return tag;
  }
}

/** The last 60 of the random bits of a UUIDv7. What comes before them tells the time. */
const randomDigits = 12;

/** FNV-1a. */
function hashOf(orderId: string): number {
  let hash = 0x811c9dc5;
  for (let at = Math.max(0, orderId.length - randomDigits); at < orderId.length; at += 1) {
    hash = Math.imul(hash ^ orderId.charCodeAt(at), 0x01000193);
  }
  return hash >>> 0;
}

/** Something for each of some fixed hash tags, for keys and channels that have no alarm. */
export interface Spread<Each> {
  each: readonly Each[];
  of(key: string): Each;
}

export function spread<Each>(make: (tag: string) => Each): Spread<Each> {
  const layout = createLayout(shardsInCluster, true);
  const each = layout.shards.map(({ tag }) => make(tag));
  return { each, of: (key) => each[layout.indexOf(key)]! };
}

/** Sorts by shard what has an order's id. @returns for each shard that has some, those */
export function byShard<Shard, Item extends { id: string }>(
  shards: { of(orderId: string): Shard },
  items: readonly Item[],
): Map<Shard, Item[]> {
  return Map.groupBy(items, ({ id }) => shards.of(id));
}
