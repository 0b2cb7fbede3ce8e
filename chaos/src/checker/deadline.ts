import type { Check } from './check.ts';
import type { LedgerEvent } from './final-state.ts';

/** The deadline of an order, as its events make it. Unix time in milliseconds. */
interface Deadline {
  /** That of the order itself. */
  payBy: number;
  /** The one that decides. */
  expiresAt: number;
  /** What the attempts hold that have not failed, by their ids. */
  holds: Map<string, number>;
}

/** Takes in an event. @returns whether it tells a new deadline */
function follow(deadline: Deadline, { type, data, occurredAt }: LedgerEvent, createdAt: number): boolean {
  const at = Date.parse(occurredAt);
  if (type === 'order.advanced') {
    advance(deadline, Number(data['seconds']), createdAt);
    return true;
  }
  if (type === 'order.placed') deadline.payBy = instantOf(data['expiresAt']);
  else if (type === 'order.extended') deadline.payBy += Number(data['seconds']) * 1_000;
  else if (type === 'order.payment_started') {
    if (data['holdUntil'] !== null)
      deadline.holds.set(String(data['attemptId']), instantOf(data['holdUntil']));
  } else if (type === 'order.payment_failed') deadline.holds.delete(String(data['attemptId']));
  else return false;
  const open = [...deadline.holds.values()].filter((until) => until > at);
  // A failure leaves the order due at once at the earliest.
  deadline.expiresAt = Math.max(deadline.payBy, at, ...open);
  return true;
}

/** Brings everything that is still to come as much nearer, but to no time before the order was placed. */
function advance(deadline: Deadline, seconds: number, createdAt: number): void {
  const nearer = (instant: number) => Math.max(instant - seconds * 1_000, createdAt + 1);
  deadline.payBy = nearer(deadline.payBy);
  deadline.expiresAt = nearer(deadline.expiresAt);
  for (const [id, until] of deadline.holds) deadline.holds.set(id, nearer(until));
}

const instantOf = (text: unknown) => Date.parse(String(text));

export const deadlineChecks: readonly Check[] = [
  {
    name: 'deadline_follows_its_events',
    promise:
      'The deadline is that of the placement plus all extensions and minus what it was brought nearer, or the latest end of what open payment attempts hold.',
    broken({ ledger }) {
      if (ledger === null) return [];
      const deadline: Deadline = { payBy: NaN, expiresAt: NaN, holds: new Map() };
      for (const event of ledger.events) {
        if (!follow(deadline, event, instantOf(ledger.createdAt))) continue;
        const toldMs = instantOf(event.data['expiresAt']) - deadline.expiresAt;
        if (toldMs !== 0) return [`event ${event.sequence} is ${toldMs} ms off the deadline of its order`];
      }
      const offMs = instantOf(ledger.expiresAt) - deadline.expiresAt;
      if (offMs !== 0) return [`due at ${ledger.expiresAt}, which is ${offMs} ms off its events`];
      const ownOffMs = instantOf(ledger.payBy) - deadline.payBy;
      return ownOffMs === 0 ? [] : [`to be paid by ${ledger.payBy}, which is ${ownOffMs} ms off its events`];
    },
  },
];
