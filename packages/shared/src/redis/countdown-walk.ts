import type { Redis } from './connection.ts';
import { countdownKey, versionKey } from './countdown.ts';

/** Walks over all countdown keys, for reconciliation. Redis reads its whole key space for each, page by page. */
export interface CountdownWalk {
  /** See {@link countdownPages}. */
  pages(): AsyncIterable<string[]>;
  /** See {@link forgetVersions}. */
  forgetVersions(): Promise<void>;
}

export const createCountdownWalk = (redis: Redis): CountdownWalk => ({
  pages: () => countdownPages(redis),
  forgetVersions: () => forgetVersions(redis),
});

/** Keys that Redis looks at per command, of any name. */
const scanned = 1_000;

/** The ids of all orders that have a countdown key, in pages. An id may appear twice. */
export async function* countdownPages(redis: Redis): AsyncIterable<string[]> {
  const prefix = countdownKey('');
  for await (const keys of keysWith(redis, prefix)) yield keys.map((key) => key.slice(prefix.length));
}

/**
 * Forgets which versions of orders have been written. Those of a history that the ledger no longer has would keep the
 * keys of its orders from being set.
 */
export async function forgetVersions(redis: Redis): Promise<void> {
  for await (const keys of keysWith(redis, versionKey(''))) await redis.unlink(...keys);
}

async function* keysWith(redis: Redis, prefix: string): AsyncIterable<string[]> {
  let cursor = '0';
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', scanned);
    cursor = next;
    if (keys.length > 0) yield keys;
  } while (cursor !== '0');
}
