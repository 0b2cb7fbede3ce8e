import { z } from 'zod';

/**
 * Which events may lack a position in the feed, so that each gets one, however late its transaction commits.
 *
 * Positions are given in passes. A pass takes the events that are visible in one snapshot and have no position yet, by
 * time, order and sequence, page by page. That keeps the events of each order in sequence:
 * - within a pass, since the times of an order's events never run backwards along its sequence;
 * - from pass to pass, since an order's events are written under the lock of its row: when one can be seen, all before
 *   it can, and have got their positions in this pass or an earlier one.
 *
 * A pass need not read from the oldest event on. An event that the last pass could not see was written by a transaction
 * that was open then, or had no number yet. Numbers only grow. So if the time at which a number was not yet given is
 * known, that transaction's events are not much older ({@link marginMs}). Snapshots list the open transactions, except
 * those that began after the latest one that has ended. Each write of the mark is a transaction with a number; whatever
 * a snapshot taken after it does not list began after it.
 */

/** What a pass has seen. */
const seenSchema = z.object({
  /** Names the cluster whose numbers of transactions these are. */
  cluster: z.string(),
  /** All transactions with lower numbers had ended. */
  xmin: z.string(),
  /** The transactions that were open, by number, each with a time before its number was given. */
  open: z.record(z.string(), z.coerce.date()),
  /** A time before any other number was given whose events the pass has not seen. */
  since: z.coerce.date(),
});

const cursorSchema = z.object({
  occurredAt: z.coerce.date(),
  /** As the column has it. */
  orderId: z.string(),
  sequence: z.int(),
});

const passSchema = z.object({
  /** The snapshot, as text. */
  upTo: z.string(),
  /** Events of transactions with lower numbers have positions. Null: nothing is known. */
  afterXmin: z.string().nullable(),
  /** All events that are older are visible in the snapshot. */
  certainBefore: z.coerce.date(),
  /** What was read of it; at first, the point from which to read. */
  cursor: cursorSchema,
  /** What it will have seen. */
  seen: seenSchema,
});

export type Seen = z.infer<typeof seenSchema>;
export type Pass = z.infer<typeof passSchema>;

/** The row of `event_feed_mark`. */
export interface FeedMark {
  version: number;
  writtenAt: Date | null;
  seen: Seen | null;
  pass: Pass | null;
}

/** The transactions of the cluster, after the mark was read. */
export interface Look {
  cluster: string;
  /** Of type `pg_snapshot`. */
  snapshot: string;
  /** The numbers of the open transactions in it. */
  open: readonly string[];
  at: Date;
}

export const parseSeen = (json: unknown) => seenSchema.nullable().parse(json);
export const parsePass = (json: unknown) => passSchema.nullable().parse(json);

/** How far the clock may be set back without everything being looked for again. */
const clockStepMs = 1_000;

/**
 * How much older than the number of its transaction an event can be: a new order has the time at which its statement
 * began, and statements end within 5 s. The clock may be set back meanwhile.
 */
export const marginMs = 5_000 + clockStepMs + 1_000;

/** Nobody knows when the transactions began that were open when events were first looked for. None is as old. */
const longestMs = 86_400_000;

const beginning = new Date(0);

/**
 * The next pass. It reads from the oldest event on if nothing is known, because the ledger was moved to another cluster,
 * or the clock was set back: no event gets a second position by that.
 *
 * @param margin milliseconds; see {@link marginMs}
 */
export function nextPass({ seen, writtenAt }: FeedMark, now: Look, margin = marginMs): Pass {
  const isKnown = seen?.cluster === now.cluster && writtenAt !== null && !wentBack(writtenAt, now.at);
  const known = isKnown ? seen : null;
  const longAgo = new Date(now.at.getTime() - longestMs);

  const open = Object.fromEntries(
    now.open.map((number) => [number, known?.open[number] ?? known?.since ?? longAgo]),
  );
  const since = (known && writtenAt) ?? longAgo;
  const earlier = (than: Date, starts: readonly Date[]) =>
    new Date(Math.min(than.getTime(), ...starts.map((start) => start.getTime())) - margin);
  return {
    upTo: now.snapshot,
    afterXmin: known?.xmin ?? null,
    certainBefore: earlier(since, Object.values(open)),
    cursor: {
      occurredAt: known ? earlier(known.since, startsOfEnded(known, open)) : beginning,
      orderId: '00000000-0000-0000-0000-000000000000',
      sequence: 0,
    },
    seen: { cluster: now.cluster, xmin: xminOf(now.snapshot), open, since },
  };
}

const wentBack = (before: Date, now: Date) => now.getTime() < before.getTime() - clockStepMs;

/** Those that are still open have no events yet that can be seen. One can be open for hours, so this is no detail. */
const startsOfEnded = ({ open }: Seen, openNow: Seen['open']) =>
  Object.entries(open).flatMap(([number, since]) => (number in openNow ? [] : [since]));

const xminOf = (snapshot: string) => snapshot.slice(0, snapshot.indexOf(':'));
