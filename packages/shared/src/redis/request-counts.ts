import { z } from 'zod';
import type { Redis } from './connection.ts';

/** Requests to add to the count of one caller. */
export interface Hits {
  key: string;
  /** 0 only tells Redis what is known. */
  hits: number;
  /** What Redis may not know, or have forgotten: the count before these requests. */
  known: RequestCount | null;
}

export interface RequestCount {
  total: number;
  /** Milliseconds until the count begins again at 0. */
  remainingMs: number;
}

/** Counts of requests, shared by all processes. Each begins again `windowMs` after its first request. */
export interface RequestCounts {
  /**
   * Adds to the counts of some hundred keys at most, each given once: a script blocks the server.
   *
   * @returns the counts with these requests, in order
   * @throws if Redis fails; they may have been added
   */
  add(hits: readonly Hits[]): Promise<RequestCount[]>;
}

export const requestCountKey = (key: string, tag = '') => `${tag}rate-limit:${key}`;

/*
 * The script takes three values for each key: the requests, the count that is known, and the time left of it. A count is
 * raised to what is known, never lowered: several processes may tell of the same requests.
 */
const addScript = `
  local counts = {}
  for i = 1, #KEYS do
    local key, hits, known = KEYS[i], tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
    local total, remainingMs = redis.call('incrby', key, hits), redis.call('pttl', key)
    if remainingMs <= 0 then
      total, remainingMs = known + hits, tonumber(known > 0 and ARGV[3 * i + 1] or ARGV[1])
      redis.call('set', key, total, 'px', remainingMs)
    elseif total < known + hits then
      total = known + hits
      redis.call('set', key, total, 'keepttl')
    end
    counts[2 * i - 1], counts[2 * i] = total, remainingMs
  end
  return counts`;

const answerSchema = z.array(z.int().min(0));

interface CountCommands {
  addRequests(keyCount: number, ...keysAndValues: (string | number)[]): Promise<unknown>;
}

/** @param tag of all keys: in a cluster one script's keys are on one master */
export function createRequestCounts(redis: Redis, windowMs: number, tag = ''): RequestCounts {
  redis.defineCommand('addRequests', { lua: addScript });
  const commands = redis as unknown as CountCommands;

  return {
    async add(hits) {
      const keys = hits.map(({ key }) => requestCountKey(key, tag));
      const values = hits.flatMap(({ hits, known }) => [
        hits,
        known?.total ?? 0,
        known ? Math.max(1, Math.ceil(known.remainingMs)) : 0,
      ]);
      const answer = answerSchema.parse(
        await commands.addRequests(keys.length, ...keys, windowMs, ...values),
      );
      if (answer.length !== 2 * hits.length) throw new Error('redis returned too few counts');
      return hits.map((_, i) => ({ total: answer[2 * i]!, remainingMs: answer[2 * i + 1]! }));
    },
  };
}
