import type { EventRange, Moment } from '@order-countdown/shared/ledger/recent-events';
import type { Marks } from '@order-countdown/shared/redis/marks';
import { maxStalenessMs } from '@order-countdown/shared/redis/staleness';
import { z } from 'zod';

/** Holds the range of events that the workers of a layout check next, as JSON. The tag of the layout precedes it. */
export const followedKey = 'followed';

const momentSchema = z.object({
  snapshot: z.string(),
  at: z.coerce.date(),
  openSince: z.coerce.date(),
  server: z.string(),
});
/** What a shard missed: see {@link Step}. */
const missedSchema = z.enum(['gap', 'restore']);
export type Missed = z.infer<typeof missedSchema>;

const markSchema = z.object({
  after: momentSchema,
  upTo: momentSchema,
  /** By the places of shards that missed something while they could not be asked: they have to be reconciled. */
  owed: z.record(z.string(), missedSchema).default({}),
});

export interface FollowMark extends EventRange {
  owed: Readonly<Record<string, Missed>>;
}

/** @returns null if there is none, or it is malformed */
export async function readMark(marks: Pick<Marks, 'get'>): Promise<FollowMark | null> {
  const text = await marks.get(followedKey);
  if (text === null) return null;
  try {
    return markSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/**
 * What to do next:
 * - `wait`: the range is too recent, so writes to Redis may still be in progress
 * - `check` the range, then store `next`
 * - `skip` to `next`. `missed`: what happened before it was not checked, and is too much to check; `gap`: events of more
 *   than a minute; `restore`: the ledger went back, so Redis may know what never happened
 */
export type Step =
  | { do: 'wait' }
  | { do: 'check'; range: EventRange; next: EventRange }
  | { do: 'skip'; next: EventRange; missed: Missed | null };

/** What is written to Redis arrives in time for this, or its process checks it again. */
const minAgeMs = maxStalenessMs + 100;

/** If the range is older, no worker ran or Redis was down. */
const maxAgeMs = 5_000;

/** A longer gap is left to a full reconciliation. */
const maxGapMs = 60_000;

/**
 * A shard that fails holds the mark back so long: all that it missed is repaired then. After that it is left to a reconciliation,
 * before the others have a gap, too.
 */
export const maxHoldMs = 30_000;

/** How far back the first range reaches, when Redis is empty or no worker has ever followed. */
const firstReachMs = 10_000;

export function nextStep(mark: EventRange | null, now: Moment): Step {
  if (!mark) return { do: 'skip', next: { after: reachingBack(now), upTo: now }, missed: null };
  const { after, upTo } = mark;
  const since = (moment: Moment) => now.at.getTime() - moment.at.getTime();
  const here = { after: now, upTo: now };
  if (xidOf(now) < xidOf(upTo)) return { do: 'skip', next: here, missed: 'restore' };
  if (since(after) > maxGapMs) return { do: 'skip', next: here, missed: 'gap' };
  const ageMs = since(upTo);
  // Redis may have been frozen, and first runs what was sent to it before. So check it all one interval later.
  if (upTo.server !== now.server || ageMs > maxAgeMs || ageMs < 0) {
    return { do: 'skip', next: { after, upTo: now }, missed: null };
  }
  if (ageMs < minAgeMs) return { do: 'wait' };
  return { do: 'check', range: mark, next: { after: upTo, upTo: now } };
}

/**
 * The first transaction that had not begun, as numbered by the server. The numbers only grow, unless its data is replaced
 * by an older copy, which may well be in the same epoch.
 */
const xidOf = ({ snapshot }: Moment): number => Number(snapshot.split(':')[1] ?? 0);

/** A moment some seconds ago. Its snapshot is unknown, as after a failover. */
function reachingBack(now: Moment): Moment {
  const at = new Date(now.at.getTime() - firstReachMs);
  return { snapshot: '', at, openSince: at, server: 'unknown' };
}
