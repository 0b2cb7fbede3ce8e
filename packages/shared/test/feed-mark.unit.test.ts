import { describe, expect, test } from 'vitest';
import { nextPass, type FeedMark, type Look } from '../src/ledger/feed-mark.ts';

const at = (seconds: number) => new Date(Date.UTC(2030, 0, 1) + seconds * 1_000);

const look = (seconds: number, open: string[] = [], cluster = 'a'): Look => ({
  cluster,
  snapshot: `${open[0] ?? 100 + seconds}:${100 + seconds}:${open.join(',')}`,
  open,
  at: at(seconds),
});

/** The mark after a pass whose mark had been written at `since`. */
const mark = (since: number, writtenAt: number, open: Record<string, Date> = {}): FeedMark => ({
  version: 7,
  writtenAt: at(writtenAt),
  seen: { cluster: 'a', xmin: '90', since: at(since), open },
  pass: null,
});

const day = 86_400;

describe('without a margin', () => {
  const pass = (from: FeedMark, now: Look) => nextPass(from, now, 0);

  test('a pass begins where the transactions began that the last one could not know of', () => {
    const { cursor, certainBefore, afterXmin, seen } = pass(mark(10, 20), look(30));
    expect(cursor).toMatchObject({ occurredAt: at(10), sequence: 0 });
    expect(afterXmin).toBe('90');
    expect(certainBefore).toEqual(at(20));
    expect(seen).toEqual({ cluster: 'a', xmin: '130', since: at(20), open: {} });
  });

  test('a transaction that is open began after the write before the one before the look', () => {
    const { seen, certainBefore, cursor } = pass(mark(10, 20), look(30, ['101']));
    expect(seen).toMatchObject({ xmin: '101', open: { 101: at(10) } });
    expect(certainBefore).toEqual(at(10));
    expect(cursor.occurredAt).toEqual(at(10));
  });

  test('a transaction that stays open keeps its time, and does not hold up where passes begin', () => {
    const { seen, certainBefore, cursor } = pass(
      mark(1_000, 1_010, { 50: at(3) }),
      look(1_020, ['50', '999']),
    );
    expect(seen.open).toEqual({ 50: at(3), 999: at(1_000) });
    expect(certainBefore).toEqual(at(3));
    expect(cursor.occurredAt).toEqual(at(1_000));
  });

  test('when it has ended, a pass begins where it began', () => {
    const { seen, cursor } = pass(mark(1_000, 1_010, { 50: at(3), 60: at(500) }), look(1_020, ['60']));
    expect(seen.open).toEqual({ 60: at(500) });
    expect(cursor.occurredAt).toEqual(at(3));
  });

  test('an idle hour changes nothing about where a pass begins', () => {
    expect(pass(mark(10, 20), look(3_600)).cursor.occurredAt).toEqual(at(10));
  });

  test.each<[string, FeedMark, Look]>([
    ['nothing was seen yet', { version: 0, writtenAt: null, seen: null, pass: null }, look(30, ['101'])],
    ['the ledger is in another cluster', mark(10, 20, { 101: at(5) }), look(30, ['101'], 'b')],
    ['the clock was set back by seconds', mark(10, 40, { 101: at(5) }), look(30, ['101'])],
  ])('if %s, a pass begins at the oldest event', (_, from, now) => {
    const { cursor, afterXmin, seen } = pass(from, now);
    expect(cursor.occurredAt).toEqual(new Date(0));
    expect(afterXmin).toBeNull();
    expect(seen).toMatchObject({ cluster: now.cluster, since: at(30 - day), open: { 101: at(30 - day) } });
  });

  test('a clock that was set back by less than a second changes nothing', () => {
    expect(pass(mark(10, 20.9), look(20)).afterXmin).toBe('90');
  });
});

test('by default a pass begins seven seconds earlier', () => {
  const { cursor, certainBefore } = nextPass(mark(10, 20), look(30));
  expect(cursor.occurredAt).toEqual(at(3));
  expect(certainBefore).toEqual(at(13));
});
