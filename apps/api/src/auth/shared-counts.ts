import { setImmediate as nextTurn } from 'node:timers/promises';
import { coalesce } from '@order-countdown/shared/platform/coalesce';
import { TimedOut, within } from '@order-countdown/shared/platform/within';
import { isAnswering, lineTo, noteAnswer, noteSilence } from '@order-countdown/shared/redis/answering';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { spread } from '@order-countdown/shared/redis/layout';
import { isCluster } from '@order-countdown/shared/redis/masters';
import {
  createRequestCounts,
  type Hits,
  type RequestCount,
} from '@order-countdown/shared/redis/request-counts';
import { createLocalCounts, type LocalCounts } from './local-counts.ts';

/**
 * How long requests wait for their count. A request may wait for a frozen Redis for 300 ms in all; and a count of one's own
 * is not exact, so this takes most of it.
 */
export const countTimeLimitMs = 250;

/** One script for all requests of a tick, and for those that come while another one runs. */
const setLimits = { maxSetSize: 500, maxSetsInFlight: 1, maxCalls: 20_000 };

/**
 * Counts the requests of each key, within windows of `windowMs` that begin with the first one.
 *
 * All processes share the counts, exactly, while Redis answers. When it does not, this process counts by itself, from the
 * last count that it knows, and nothing waits until Redis answers again; then Redis is told what was counted meanwhile.
 *
 * @param redis null: each process counts by itself
 * @param processes see `createLocalCounts`
 * @returns counts one request; never throws
 */
export function createSharedCounts(redis: Redis | null, windowMs: number, processes = 1): Count {
  const createLocal = () => createLocalCounts(windowMs, undefined, processes);
  if (!redis) {
    const local = createLocal();
    return async (key) => local.add(key);
  }
  if (!isCluster(redis)) return countShared(redis, windowMs, createLocal(), '');
  // Each master has some of the counts, and one that is frozen keeps those of no other from being exact.
  const counts = spread((tag) => countShared(redis, windowMs, createLocal(), tag));
  return (key) => counts.of(key)(key);
}

type Count = (key: string) => Promise<RequestCount>;

/** @param tag of all keys in Redis */
function countShared(redis: Redis, windowMs: number, local: LocalCounts, tag: string): Count {
  const shared = createRequestCounts(redis, windowMs, tag);
  const line = () => lineTo(redis, tag);
  let asking = 0;
  // Another server, or the same one without its data, may be at the end of a new connection.
  redis.on('ready', () => {
    local.forgotten();
    noteAnswer(line());
  });

  async function ask(hits: readonly Hits[]): Promise<RequestCount[]> {
    asking += 1;
    try {
      const counts = await shared.add(hits);
      hits.forEach(({ key }, index) => local.told(key, counts[index]!));
      noteAnswer(line());
      return counts;
    } finally {
      asking -= 1;
    }
  }

  const inSets = coalesce<string, RequestCount>(
    'count requests',
    async (keys) => {
      if (!isAnswering(line())) return keys.map((key) => local.add(key));
      const hits = hitsOf(keys);
      try {
        const counts = await inTime(
          ask([...hits.values()].map((each) => ({ ...each, known: local.untold(each.key) }))),
        );
        return numbered(keys, hits, counts);
      } catch {
        noteSilence(line());
        return keys.map((key) => local.add(key));
      }
    },
    setLimits,
  );

  /** Finds out whether Redis answers again: one call at a time, which tells it a count and adds nothing. */
  function probe(key: string): void {
    if (asking > 0) return;
    ask([{ key, hits: 0, known: local.untold(key) }]).catch(() => undefined);
  }

  return async (key) => {
    if (redis.status !== 'ready') return local.add(key);
    if (isAnswering(line())) return inSets(key).catch(() => local.add(key));
    const count = local.add(key);
    probe(key);
    return count;
  };
}

/** If this process itself was busy for so long, the answer is there already: it takes one turn of the event loop. */
async function inTime<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await within(countTimeLimitMs, work);
  } catch (error) {
    if (!(error instanceof TimedOut)) throw error;
    return await Promise.race([work, nextTurn().then(() => Promise.reject(error))]);
  }
}

/** How many of the requests each key has, and its place. */
function hitsOf(keys: readonly string[]) {
  const found = new Map<string, { key: string; hits: number; place: number }>();
  for (const key of keys) {
    const known = found.get(key);
    if (known) known.hits += 1;
    else found.set(key, { key, hits: 1, place: found.size });
  }
  return found;
}

/** The count of each request as if it had been counted alone: those of one key are numbered in their order. */
function numbered(
  keys: readonly string[],
  hits: ReturnType<typeof hitsOf>,
  counts: readonly RequestCount[],
): RequestCount[] {
  return keys.map((key) => {
    const each = hits.get(key)!;
    each.hits -= 1;
    const { total, remainingMs } = counts[each.place]!;
    return { total: total - each.hits, remainingMs };
  });
}
