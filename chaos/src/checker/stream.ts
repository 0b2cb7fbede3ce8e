import { isDeepStrictEqual } from 'node:util';
import type { StreamConnection } from '../history/history.ts';
import type { Check } from './check.ts';
import { isFinalType } from './ending.ts';
import { isToldAs } from './erased.ts';
import type { LedgerOrder } from './final-state.ts';
import type { Run } from './run.ts';

/**
 * How long a stream may take to tell what happened. docs/order-lifecycle.md: "After any crash, Redis and the streams agree
 * with Postgres within five seconds."
 */
export const streamLagMs = 5_000;

export const streamChecks: readonly Check[] = [
  {
    name: 'streams_in_sequence',
    promise:
      'A stream begins with a snapshot at the position that was asked for, and goes on without gaps or repetitions. After a fault, a further snapshot may begin it again.',
    broken: ({ streams }, run) => streams.flatMap((stream) => outOfSequence(stream, run)),
  },
  {
    name: 'streams_tell_the_ledger',
    promise: 'Every event of a stream is an event of the ledger.',
    broken({ ledger, streams }) {
      if (ledger === null) return [];
      return streams.flatMap((stream) => notInTheLedger(stream, ledger));
    },
  },
  {
    name: 'streams_tell_the_end',
    promise: 'A stream that stays open tells of the end within five seconds, or of the last fault.',
    broken({ ledger, streams }, run) {
      const final = ledger?.events.find(({ type }) => isFinalType(type));
      if (!final) return [];
      const endedAt = run.localTime(final.occurredAt);
      return streams.flatMap((stream) => [
        ...lateEnd(stream, final.sequence, endedAt, run),
        ...cutShort(stream, final.sequence),
      ]);
    },
  },
  {
    name: 'streams_are_over_at_the_end',
    promise:
      'The answer to a reconnecting stream is 204 only if it has missed nothing of an order that has ended.',
    broken({ ledger, streams }) {
      const end = ledger?.events.find(({ type }) => isFinalType(type))?.sequence ?? Infinity;
      return streams
        .filter(({ status, lastEventId }) => status === 204 && (lastEventId ?? 0) < end)
        .map(({ lastEventId }) => `204 after event ${lastEventId}, and the order's end is event ${end}`);
    },
  },
];

function outOfSequence({ watcher, lastEventId, status, events }: StreamConnection, run: Run): string[] {
  const [first] = events;
  if (status !== 200 || !first) return [];
  const told = events.map(({ id }) => id).join(', ');
  if (first.name !== 'snapshot') return [`watcher ${watcher}: begins with ${first.name}`];
  if (lastEventId !== null && first.id !== lastEventId) {
    return [`watcher ${watcher}: reconnected with ${lastEventId}, and got ${told}`];
  }
  // A failover may lose events, so the service then tells every stream where the order stands.
  const isInSequence = events.every(({ at, id, name }, index) => {
    const before = events[index - 1];
    if (name === 'snapshot') return !before || run.isDisturbed(-Infinity, at);
    return before !== undefined && id === before.id + 1;
  });
  return isInSequence ? [] : [`watcher ${watcher}: got the events ${told}`];
}

function notInTheLedger({ watcher, events, orderId }: StreamConnection, ledger: LedgerOrder): string[] {
  return events
    .filter(({ name }) => name !== 'snapshot')
    .filter(({ id, name, data }) => {
      const kept = ledger.events[id - 1];
      if (!kept || name !== kept.type) return true;
      const { sequence, type, occurredAt } = kept;
      const { data: told, actor: _, ...event } = withoutClock(data);
      const isSame = isDeepStrictEqual(event, { id: orderId, sequence, type, occurredAt });
      return !isSame || !isToldAs(told as object, kept, ledger);
    })
    .map(({ id, name, data }) => `watcher ${watcher}: event ${id}, ${name}, ${JSON.stringify(data)}`);
}

/** Without what a stream adds to an event that tells a deadline: the countdown when it was sent. */
function withoutClock(event: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const added = new Set(['payBy', 'serverTime', 'remainingMs', 'paymentInProgress']);
  return Object.fromEntries(Object.entries(event).filter(([name]) => !added.has(name)));
}

function lateEnd(stream: StreamConnection, sequence: number, endedAt: number, run: Run): string[] {
  const { watcher, status, openedAt, events } = stream;
  // Before the snapshot, it is a request that waits for its answer.
  if (status !== 200 || events.length === 0) return [];
  const from = Math.max(openedAt, events[0]!.at, endedAt);
  const openUntil = Math.min(stream.closedAt ?? Infinity, run.state.readAt);
  const toldAt = events.find(({ id }) => id >= sequence)?.at ?? Infinity;
  const seenAt = Math.min(toldAt, openUntil);
  const lateMs = Math.round(seenAt - run.quietSince(from, seenAt));
  if (lateMs <= streamLagMs + run.slackMs) return [];
  const told = toldAt === Infinity ? 'not told' : 'told';
  return [`watcher ${watcher}: the end was ${told} after ${lateMs} ms in which nothing was in the way`];
}

/** The snapshot said that the order had ended, and the server closed the stream before it sent the end. */
function cutShort({ watcher, end, events }: StreamConnection, sequence: number): string[] {
  const status = events[0]?.data['status'] as string | undefined;
  const isTold = events.some(({ id }) => id >= sequence);
  if (end !== 'server' || status === undefined || status === 'pending' || isTold) return [];
  return [`watcher ${watcher}: the snapshot is ${status}, and the stream ended without the end`];
}
