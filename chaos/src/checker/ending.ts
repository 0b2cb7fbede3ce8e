import { isUnknown } from '../history/history.ts';
import type { Check } from './check.ts';
import { isErased } from './erased.ts';
import type { LedgerOrder } from './final-state.ts';

export const isFinalType = (type: string) => type === 'order.paid' || type === 'order.cancelled';

const finalsOf = ({ events }: LedgerOrder) => events.filter(({ type }) => isFinalType(type));

export const endingChecks: readonly Check[] = [
  {
    name: 'ends_once',
    promise: 'An order is paid once or cancelled once, and never both.',
    broken({ ledger }) {
      if (ledger === null) return [];
      const finals = finalsOf(ledger).map(({ type }) => type);
      const expected = ledger.status === 'pending' ? [] : [`order.${ledger.status}`];
      if (finals.join() !== expected.join())
        return [`${ledger.status}, with the events ${finals.join(', ') || 'none'}`];
      const isBoth = ledger.paidAt !== null && ledger.cancelledAt !== null;
      return isBoth ? [`paid at ${ledger.paidAt} and cancelled at ${ledger.cancelledAt}`] : [];
    },
  },
  {
    name: 'ends_in_time',
    promise: 'No order is paid at or after its deadline, or expires before it.',
    broken({ ledger }) {
      if (ledger === null) return [];
      const { expiresAt, paidAt, cancelledAt, cancelReason } = ledger;
      if (paidAt !== null && paidAt >= expiresAt) return [`paid at ${paidAt}, due at ${expiresAt}`];
      if (cancelledAt === null) return [];
      const isEarly = cancelReason === 'expired' && cancelledAt < expiresAt;
      const isLate = cancelReason !== 'expired' && cancelledAt >= expiresAt;
      return isEarly || isLate ? [`cancelled as ${cancelReason} at ${cancelledAt}, due at ${expiresAt}`] : [];
    },
  },
  {
    name: 'expires_within_two_sweeps',
    promise:
      'An order that is not paid is cancelled at most two sweeps after its deadline, or after the last fault.',
    broken({ ledger }, run) {
      if (ledger === null) return [];
      const { status, expiresAt, cancelledAt, cancelReason, events } = ledger;
      if (status !== 'pending' && cancelReason !== 'expired') return [];
      // A deadline can be brought nearer than the time at which that is done.
      const advancedAt = events.findLast(({ type }) => type === 'order.advanced')?.occurredAt ?? '';
      const due = run.localTime(advancedAt > expiresAt ? advancedAt : expiresAt);
      const endedAt = cancelledAt === null ? run.state.readAt : run.localTime(cancelledAt);
      const lateMs = Math.round(endedAt - run.quietSince(due, endedAt));
      if (lateMs <= 2 * run.sweepIntervalMs + run.slackMs) return [];
      const end = cancelledAt === null ? 'still pending' : `cancelled at ${cancelledAt}`;
      return [`due at ${expiresAt}, ${end}, ${lateMs} ms after it was due and nothing was in the way`];
    },
  },
  {
    name: 'acknowledged_cancels_are_kept',
    promise: 'An order whose cancellation was answered 200 stays cancelled.',
    broken({ ledger, requests }) {
      if (ledger === null || ledger.status === 'cancelled') return [];
      const acknowledged = requests.filter(
        ({ operation, status }) => operation === 'cancel' && status === 200,
      );
      return acknowledged.map(() => `a cancellation was answered 200, and the order is ${ledger.status}`);
    },
  },
  {
    name: 'no_cancel_from_nowhere',
    promise: 'An order is cancelled by its deadline or by a client, for the reason that it gave.',
    broken({ ledger, requests }) {
      if (ledger === null) return [];
      const cancels = requests.filter(
        (each) => each.operation === 'cancel' && (each.status === 200 || isUnknown(each)),
      );
      const notes = new Set<unknown>(cancels.map(({ sent }) => sent['reason'] ?? null));
      if (isErased(ledger) && cancels.length > 0) notes.add(null);
      return ledger.events
        .filter(({ type, data }) => {
          const isByDeadline = data['reason'] === 'expired' && data['note'] === null;
          return type === 'order.cancelled' && !isByDeadline && !notes.has(data['note']);
        })
        .map(
          ({ data }) =>
            `cancelled as ${String(data['reason'])} with the note ${String(data['note'])}, which no client sent`,
        );
    },
  },
];
