import type { Answer, Operation } from '../history/history.ts';
import type { OrderCase } from './order-case.ts';

/** What a client was told about an order, and when. */
export interface Observation {
  /** Where from: `read`, `stream snapshot` … */
  source: string;
  /** When it was asked. Null: it came by itself, so it may be about any time before. */
  askedAt: number | null;
  toldAt: number;
  answer: Answer;
  /** It may have been answered from Redis, which follows the ledger. */
  mayLag: boolean;
}

/** Everything that clients were told about an order, in the order in which it was told. */
export function observationsOf({ requests, listed, streams }: OrderCase): Observation[] {
  const observations: Observation[] = [];
  for (const { operation, sentAt, endedAt, answer } of requests) {
    const told = answer === null ? null : toldBy(operation, answer);
    if (told === null || endedAt === null) continue;
    const mayLag = operation === 'countdown';
    observations.push({ source: operation, askedAt: sentAt, toldAt: endedAt, answer: told, mayLag });
  }
  for (const { request, answer } of listed) {
    const { sentAt: askedAt, endedAt: toldAt } = request;
    if (toldAt !== null) observations.push({ source: 'list', askedAt, toldAt, answer, mayLag: false });
  }
  for (const { openedAt, events } of streams) {
    for (const { at: toldAt, name, id, data } of events) {
      if (name === 'snapshot') {
        const source = 'stream snapshot';
        observations.push({ source, askedAt: openedAt, toldAt, answer: data, mayLag: false });
      } else {
        const answer = { version: id };
        observations.push({ source: `stream event ${name}`, askedAt: null, toldAt, answer, mayLag: false });
      }
    }
  }
  return observations.toSorted((one, other) => one.toldAt - other.toldAt);
}

/** What an answer says of its order. Null: nothing. */
function toldBy(operation: Operation, answer: Answer): Answer | null {
  if (answer.code === 'order_already_paid') return { status: 'paid' };
  if (answer.code === 'order_cancelled') return { status: 'cancelled' };
  // The status is that of a payment attempt.
  if (operation === 'startPayment' || operation === 'failPayment') return null;
  if (answer.events) return { version: answer.events.at(-1)?.sequence ?? 0 };
  return answer.status === undefined ? null : answer;
}
