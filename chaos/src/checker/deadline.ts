import type { Check } from './check.ts';
import type { LedgerEvent } from './final-state.ts';

/** The deadline of an order, as its events make it. Unix time in milliseconds. */
interface Deadline {
  /** The order's own. */
  payBy: number;
  /** What the attempts hold that have not failed, by their ids. */
  holds: Map<string, number>;
}

/** Takes in an event. @returns what `expiresAt` is from then on; null: as before */
function follow(deadline: Deadline, { type, data, occurredAt }: LedgerEvent): number | null {
  const at = Date.parse(occurredAt);
  if (type === 'order.placed') deadline.payBy = instantOf(data['expiresAt']);
  else if (type === 'order.extended') deadline.payBy += Number(data['seconds']) * 1_000;
  else if (type === 'order.payment_started') {
    if (data['holdUntil'] !== null)
      deadline.holds.set(String(data['attemptId']), instantOf(data['holdUntil']));
  } else if (type === 'order.payment_failed') deadline.holds.delete(String(data['attemptId']));
  else return null;
  const open = [...deadline.holds.values()].filter((until) => until > at);
  // A failure leaves the order due at once at the earliest.
  return Math.max(deadline.payBy, at, ...open);
}

const instantOf = (text: unknown) => Date.parse(String(text));

export const deadlineChecks: readonly Check[] = [
  {
    name: 'deadline_follows_its_events',
    promise:
      'The deadline is that of the placement plus all extensions, or the latest end of what open payment attempts hold.',
    broken({ ledger }) {
      if (ledger === null) return [];
      const deadline: Deadline = { payBy: NaN, holds: new Map() };
      let expiresAt = NaN;
      for (const event of ledger.events) {
        const due = follow(deadline, event);
        if (due === null) continue;
        expiresAt = due;
        const told = instantOf(event.data['expiresAt']);
        if (told !== due)
          return [`event ${event.sequence} is ${told - due} ms off the deadline of its order`];
      }
      const offMs = instantOf(ledger.expiresAt) - expiresAt;
      if (offMs !== 0) return [`due at ${ledger.expiresAt}, which is ${offMs} ms off its events`];
      const ownOffMs = instantOf(ledger.payBy) - deadline.payBy;
      return ownOffMs === 0 ? [] : [`to be paid by ${ledger.payBy}, which is ${ownOffMs} ms off its events`];
    },
  },
];
