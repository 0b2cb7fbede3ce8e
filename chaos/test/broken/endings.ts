import type { LedgerOrder } from '../../src/checker/final-state.ts';
import type { Broken } from '../support/breaking.ts';
import { instant } from '../support/hand-made.ts';

/** The event and the columns of an expiry that came this late. */
function expireAt(order: LedgerOrder, ms: number): void {
  order.events[1]!.occurredAt = instant(ms);
  order.cancelledAt = instant(ms);
}

/** Histories with one thing wrong with how an order ended, or with its timeline. */
export const brokenEndings: Broken[] = [
  [
    'ends_once',
    'an order is both paid and cancelled',
    'paid',
    ({ paid }) => {
      const data = { reason: 'expired', note: null };
      const occurredAt = instant(13_000);
      paid.events.push({ sequence: 5, type: 'order.cancelled', data, occurredAt, webhookId: 'evt_5' });
      paid.version = 5;
    },
  ],
  [
    'ends_once',
    'an order is paid and says when it was cancelled',
    'paid',
    ({ paid }) => (paid.cancelledAt = instant(9_000)),
  ],
  [
    'ends_once',
    'an order was cancelled twice',
    'expired',
    ({ expired }) => {
      expired.events.push({ ...expired.events[1]!, sequence: 3, webhookId: 'evt_3' });
      expired.version = 3;
    },
  ],
  ['ends_once', 'an order has ended without an event', 'pending', ({ pending }) => (pending.status = 'paid')],
  ['ends_in_time', 'an order expired early', 'expired', ({ expired }) => expireAt(expired, 1_024)],
  ['ends_in_time', 'an order was paid at its deadline', 'paid', ({ paid }) => (paid.paidAt = paid.expiresAt)],
  [
    'ends_in_time',
    'an order was cancelled by the backend after its deadline',
    'cancelled',
    ({ cancelled }) => (cancelled.cancelledAt = instant(10_045)),
  ],
  [
    'expires_within_two_sweeps',
    'an order expired more than two sweeps late',
    'expired',
    ({ expired }) => expireAt(expired, 3_026),
  ],
  [
    'expires_within_two_sweeps',
    'an order expired more than two sweeps after the last fault',
    'expired',
    ({ expired, faults }) => {
      faults.push({ startedAt: 500, endedAt: 2_000 });
      expireAt(expired, 4_001);
    },
  ],
  [
    'expires_within_two_sweeps',
    'an order is pending long after its deadline',
    'pending',
    ({ pending, state }) => {
      pending.expiresAt = instant(1_000);
      state.redis.alarms.delete(pending.id);
    },
  ],
  ['timeline_without_gaps', 'an event is missing', 'paid', ({ paid }) => void paid.events.splice(1, 1)],
  [
    'timeline_without_gaps',
    'a timeline does not begin with the placement',
    'pending',
    ({ pending }) => (pending.events[0]!.type = 'order.expiring'),
  ],
  [
    'timeline_times_never_run_backwards',
    'an event is older than the one before it',
    'cancelled',
    ({ cancelled }) => (cancelled.events[2]!.occurredAt = instant(504)),
  ],
  [
    'nothing_after_the_end_but_refunds',
    'an order was extended after it had been cancelled',
    'cancelled',
    ({ cancelled }) => {
      cancelled.events[2]!.type = 'order.extended';
    },
  ],
  [
    'one_reminder',
    'an order got two reminders',
    'pending',
    ({ pending }) => {
      for (const sequence of [2, 3]) {
        const webhookId = `evt_pending_${sequence}`;
        pending.events.push({ ...pending.events[0]!, sequence, type: 'order.expiring', webhookId });
      }
      pending.version = 3;
    },
  ],
];
