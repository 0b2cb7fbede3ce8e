import type { Check } from './check.ts';
import { isFinalType } from './ending.ts';

export const timelineChecks: readonly Check[] = [
  {
    name: 'timeline_without_gaps',
    promise: "An order's events count from 1 to its version, and begin with its placement.",
    broken({ ledger }) {
      if (ledger === null) return [];
      const { events, version } = ledger;
      const isWhole =
        events.length === version && events.every(({ sequence }, index) => sequence === index + 1);
      if (!isWhole)
        return [`version ${version}, events ${events.map(({ sequence }) => sequence).join(', ') || 'none'}`];
      return events[0]?.type === 'order.placed' ? [] : [`begins with ${events[0]?.type}`];
    },
  },
  {
    name: 'timeline_times_never_run_backwards',
    promise: "The times of an order's events never run backwards.",
    broken({ ledger }) {
      const events = ledger?.events ?? [];
      return events.flatMap(({ sequence, occurredAt }, index) => {
        const before = events[index - 1]?.occurredAt ?? '';
        return occurredAt < before
          ? [`event ${sequence} is from ${occurredAt}, its predecessor from ${before}`]
          : [];
      });
    },
  },
  {
    name: 'nothing_after_the_end_but_refunds',
    promise:
      'After an order is paid or cancelled, only refunds, and that it was erased, are added to its timeline.',
    broken({ ledger }) {
      const events = ledger?.events ?? [];
      const end = events.findIndex(({ type }) => isFinalType(type));
      if (end === -1) return [];
      return events
        .slice(end + 1)
        .filter(
          ({ type }) => !type.startsWith('payment.') && type !== 'customer.erased' && !isFinalType(type),
        )
        .map(({ sequence, type }) => `event ${sequence}, ${type}, is after the end`);
    },
  },
  {
    name: 'one_reminder',
    promise: 'An order gets one reminder at most.',
    broken({ ledger }) {
      const reminders = (ledger?.events ?? []).filter(({ type }) => type === 'order.expiring').length;
      return reminders > 1 ? [`${reminders} reminders`] : [];
    },
  },
];
