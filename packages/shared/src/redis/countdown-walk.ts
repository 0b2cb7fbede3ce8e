import type { Redis as SingleRedis } from 'ioredis';
import type { Redis } from './connection.ts';
import { countdownKeyIn, versionKeyIn } from './countdown.ts';
import type { AlarmLayout, AlarmShard } from './layout.ts';
import { addressOf, mastersOf, servedBy } from './masters.ts';

/** Walks over all countdown keys, for reconciliation. Redis reads its whole key space for each, page by page. */
export interface CountdownWalk {
  /** See {@link countdownPages}. @param places those of some shards among all */
  pages(places: readonly number[]): AsyncIterable<string[]>;
  /** See {@link forgetVersions}. */
  forgetVersions(places: readonly number[]): Promise<void>;
}

export function createCountdownWalk(redis: Redis, { shards }: Pick<AlarmLayout, 'shards'>): CountdownWalk {
  const at = (places: readonly number[]) => shards.filter((_, place) => places.includes(place));
  return {
    pages: (places) => countdownPages(redis, at(places)),
    forgetVersions: (places) => forgetVersions(redis, at(places)),
  };
}

/** Keys that Redis looks at per command, of any name. */
const scanned = 1_000;

type Tagged = Pick<AlarmShard, 'tag'>;

/** The ids of all orders of the shards that have a countdown key, in pages. An id may appear twice. */
export async function* countdownPages(redis: Redis, shards: readonly Tagged[]): AsyncIterable<string[]> {
  for await (const keys of keysOf(redis, shards, (tag) => countdownKeyIn(tag, ''))) yield keys.map(idOf);
}

/**
 * Forgets which versions of orders have been written. Those of a history that the ledger no longer has would keep the
 * keys of its orders from being set.
 */
async function forgetVersions(redis: Redis, shards: readonly Tagged[]): Promise<void> {
  for await (const keys of keysOf(redis, shards, (tag) => versionKeyIn(tag, ''))) {
    // In a cluster, one command's keys have one tag.
    const groups = Map.groupBy(keys, (key) => key.slice(0, key.indexOf('}') + 1));
    await Promise.all([...groups.values()].map((some) => redis.unlink(...some)));
  }
}

const idOf = (key: string) => key.slice(key.lastIndexOf(':') + 1);

/**
 * Several shards are on one server, so their keys are found in one walk. In a cluster a slot that is being moved has keys on two
 * masters, so all of them are asked; but one that is away, and serves none of the shards, keeps nobody from walking.
 */
async function* keysOf(
  redis: Redis,
  shards: readonly Tagged[],
  prefixOf: (tag: string) => string,
): AsyncIterable<string[]> {
  for (const master of mastersOf(redis)) {
    try {
      yield* keysOn(master, shards, prefixOf);
    } catch (error) {
      if (shards.some(({ tag }) => servedBy(redis, tag) === addressOf(master))) throw error;
    }
  }
}

async function* keysOn(
  master: SingleRedis,
  shards: readonly Tagged[],
  prefixOf: (tag: string) => string,
): AsyncIterable<string[]> {
  const prefixes = new Set(shards.map(({ tag }) => prefixOf(tag)));
  const isTagged = shards.some(({ tag }) => tag !== '');
  const pattern = `${isTagged ? '{*}' : ''}${prefixOf('')}*`;
  let cursor = '0';
  do {
    const [next, keys] = await master.scan(cursor, 'MATCH', pattern, 'COUNT', scanned);
    cursor = next;
    const ours = keys.filter((key) => prefixes.has(key.slice(0, key.length - idOf(key).length)));
    if (ours.length > 0) yield ours;
  } while (cursor !== '0');
}
