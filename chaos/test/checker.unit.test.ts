import { expect, test } from 'vitest';
import { checkHistory } from '../src/checker/check-history.ts';
import { checks } from '../src/checker/checks.ts';
import { brokenAnswers } from './broken/answers.ts';
import { brokenAttempts } from './broken/attempts.ts';
import { brokenChanges } from './broken/changes.ts';
import { brokenCommands } from './broken/commands.ts';
import { brokenEndings } from './broken/endings.ts';
import { brokenFeeds } from './broken/feed.ts';
import { brokenRedis } from './broken/redis.ts';
import { brokenRefusals } from './broken/refusals.ts';
import { brokenStreams } from './broken/streams.ts';
import { brokenWebhooks, keptWebhooks } from './broken/webhooks.ts';
import { expectNamed } from './support/breaking.ts';
import { cleanRun, requestOf } from './support/clean-run.ts';
import { fed, instant, request, webhook } from './support/hand-made.ts';

/* The checker, on hand-made histories. */

const broken = [
  ...brokenCommands,
  ...brokenChanges,
  ...brokenAttempts,
  ...brokenEndings,
  ...brokenRefusals,
  ...brokenAnswers,
  ...brokenStreams,
  ...brokenWebhooks,
  ...brokenFeeds,
  ...brokenRedis,
];

test.each(broken)('%s names the order when %s', (...each) => {
  expectNamed(each);
});

test('there is a broken history for every promise', () => {
  const names = new Set(broken.map(([promise]) => promise));
  expect(checks.map(({ name }) => name).filter((name) => !names.has(name))).toEqual([]);
});

test('an extension without an answer may have happened, or not', () => {
  const run = cleanRun();
  requestOf(run, 'extend', run.paid.id).status = 503;
  run.history.requests.push(request('extend', run.pending, 300, { sent: { seconds: 5 }, status: null }));
  expect(checkHistory(run)).toEqual([]);
});

test('after a fault, a stream may begin again where the order stands', () => {
  const run = cleanRun();
  const { events } = run.history.streams[0]!;
  const again = { ...events[0]!, at: events.at(-1)!.at, id: events.at(-1)!.id };
  events.push(again);
  const fault = { startedAt: again.at - 2, endedAt: again.at - 1 };
  expect(checkHistory({ ...run, faults: [...run.faults, fault] })).toEqual([]);
  expect(checkHistory(run).map(({ promise }) => promise)).toContain('streams_in_sequence');
});

test('a placement without an answer is its order, found by its key', () => {
  const run = cleanRun();
  const placed = requestOf(run, 'place', run.expired.id);
  Object.assign(placed, { orderId: null, status: null, answer: null });
  run.history.requests = run.history.requests.filter(
    (each) => each === placed || each.orderId !== run.expired.id,
  );
  expect(checkHistory(run)).toEqual([]);
  run.history.feed = [];
  run.expired.events[1]!.data = { reason: 'backend', note: null };
  const promises = checkHistory(run).map(({ promise }) => promise);
  expect(promises).toContain('no_cancel_from_nowhere');
});

test('a story tells everything that happened to an order, in the order of time', () => {
  const run = cleanRun();
  run.paid.payments.shift();
  const story = checkHistory(run)[0]?.story ?? '';
  const lines = story.split('\n');
  expect(lines[0]).toContain(`${run.paid.id}: paid, version 4, due at ${instant(12_005)}`);
  const times = lines.slice(1).map((line) => Number.parseFloat(line));
  expect(times).toEqual(times.toSorted((one, other) => one - other));
  for (const text of [
    'pay {"paymentReference":"p1"} → api 0: sent',
    'no answer',
    'watcher 1 ← order.paid 3',
    'webhook to whe_all: event 3 order.paid',
    'ledger: 3 order.paid',
  ]) {
    expect(story).toContain(text);
  }
});

test.each(keptWebhooks)('the checker finds nothing when %s', (_how, change) => {
  const run = cleanRun();
  change(run);
  expect(checkHistory(run)).toEqual([]);
});

test('times are allowed for while a fault is on', () => {
  const run = cleanRun();
  run.history.feed = [];
  run.faults.push({ startedAt: 1_000, endedAt: 8_000 });
  const { expired, paid } = run;
  // Cancelled, told and seen late, each as late as may be.
  expired.events[1]!.occurredAt = instant(9_900);
  expired.cancelledAt = instant(9_900);
  const late = { id: paid.id, status: 'pending', expiresAt: paid.expiresAt };
  run.history.requests.push(request('countdown', paid, 12_900, { answer: late }));
  run.history.requests = run.history.requests.filter(
    ({ operation, orderId }) => operation !== 'read' || orderId !== expired.id,
  );
  run.history.webhooks = run.history.webhooks.filter(({ id }) => id !== 'evt_expired_2');
  run.history.webhooks.push(webhook(expired, 2, 'whe_all', 9_950));
  expect(checkHistory(run)).toEqual([]);
  run.faults = [];
  expect(checkHistory({ ...run, slackMs: 10_000 })).toEqual([]);
  expect(new Set(checkHistory(run).map(({ promise }) => promise))).toEqual(
    new Set(['expires_within_two_sweeps', 'countdowns_follow']),
  );
});

test('webhooks about orders that nobody knows are named', () => {
  const run = cleanRun();
  run.state.orders.delete(run.expired.id);
  run.history.requests = run.history.requests.filter(({ orderId }) => orderId !== run.expired.id);
  const promises = checkHistory(run).map(({ promise, orderId }) => [promise, orderId]);
  expect(promises).toEqual([
    ['no_webhook_from_nowhere', run.expired.id],
    ['no_webhook_from_nowhere', run.expired.id],
  ]);
});

test.each([
  ['a cursor expired without a failover', { startedAt: 40_000, endedAt: 40_300 }],
  ['a cursor of after the failover expired', { startedAt: 20_000, endedAt: 20_100, promotes: true }],
  ['a cursor expired before the failover', { startedAt: 50_000, endedAt: 50_100, promotes: true }],
])('%s', (_, fault) => {
  const run = { ...cleanRun(), faults: [fault] };
  const found = checkHistory(run).map(({ promise, detail }) => [promise, detail]);
  expect(found).toEqual([['cursors_expire_by_promotion', 'reader 1, reading 1: 410 from api 0 at 40400 ms']]);
});

test('a reader that begins at the oldest event has no cursor that can expire', () => {
  const run = cleanRun();
  run.history.feed.push({ ...fed(run.paid, 40_450, []), reading: 1, status: 410 });
  expect(checkHistory(run).map(({ promise }) => promise)).toContain('cursors_expire_by_promotion');
});

test('after a failover a cursor of before expires', () => {
  const run = cleanRun();
  run.history.feed.push(fed(run.paid, 41_000, [], { reader: 2, types: [], cursorFrom: 30_010 }));
  const found = checkHistory(run).map(({ promise, detail }) => [promise, detail]);
  expect(found).toEqual([['cursors_expire_by_promotion', 'reader 2, reading 1: 200 from api 0 at 41000 ms']]);
});

test('the feed may answer 503 while there is an outage, and refuses nothing', () => {
  const run = cleanRun();
  run.history.feed.push({ ...fed(run.paid, 41_000, []), reading: 2, status: 503 });
  expect(checkHistory(run)).toEqual([]);
  run.history.feed.push({ ...fed(run.paid, 41_000, []), reading: 2, status: 400 });
  expect(checkHistory(run).map(({ promise }) => promise)).toEqual(['feed_is_answered']);
});

test('what was seen after the ledger was read proves nothing', () => {
  const run = cleanRun();
  const { pending, state } = run;
  const paid = { id: pending.id, status: 'paid', version: 2, expiresAt: pending.expiresAt };
  const sent = { paymentReference: 'p7' };
  run.history.requests.push(request('pay', pending, state.readAt - 5, { sent, answer: paid }));
  expect(checkHistory(run)).toEqual([]);
});

test('what checkPromises has found is shown with the story of its order', () => {
  const run = cleanRun();
  const found = { promise: 'one_final_event', orderId: run.paid.id, detail: 'two' };
  expect(checkHistory({ ...run, breaks: [found] })).toEqual([
    { ...found, story: expect.stringContaining('order.paid') },
  ]);
});
