import { isUnknown } from '../history/history.ts';
import type { OrderCase } from './order-case.ts';
import type { Run } from './run.ts';

/** More would not be read. */
const maxLines = 400;

/** The whole history of an order, in the order of time: a line for each thing that a client or the ledger did. */
export function storyOf(one: OrderCase, run: Run): string {
  const lines = [
    ...requestLines(one),
    ...streamLines(one),
    ...webhookLines(one),
    ...feedLines(one),
    ...ledgerLines(one, run),
  ];
  const sorted = lines
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, text }) => `${at.toFixed(1).padStart(12)} ms  ${text}`);
  const shown =
    sorted.length > maxLines
      ? [...sorted.slice(0, maxLines), `and ${sorted.length - maxLines} more`]
      : sorted;
  return [`${one.id}: ${one.ledger ? describeLedger(one.ledger) : 'not in the ledger'}`, ...shown].join('\n');
}

interface Line {
  at: number;
  text: string;
}

function describeLedger({ status, version, expiresAt, payments }: NonNullable<OrderCase['ledger']>): string {
  const paid = payments.map(({ reference, outcome }) => `${reference} ${outcome}`).join(', ') || 'none';
  return `${status}, version ${version}, due at ${expiresAt}, payments: ${paid}`;
}

function requestLines({ requests, listed }: OrderCase): Line[] {
  const lines = requests.flatMap((request): Line[] => {
    const { operation, api, sent, sentAt, endedAt, status, answer } = request;
    const asked = `${operation} ${JSON.stringify(sent)} → api ${api}`;
    if (endedAt === null) return [{ at: sentAt, text: `${asked}: open` }];
    const took = `${(endedAt - sentAt).toFixed(1)} ms`;
    const told = isUnknown(request) && status === null ? 'no answer' : `${status} ${JSON.stringify(answer)}`;
    return [
      { at: sentAt, text: `${asked}: sent` },
      { at: endedAt, text: `${operation} ← after ${took}: ${told}` },
    ];
  });
  const lists = listed.map(({ request, answer }) => ({
    at: request.endedAt ?? request.sentAt,
    text: `list, asked at ${request.sentAt.toFixed(1)} ms: ${JSON.stringify(answer)}`,
  }));
  return [...lines, ...lists];
}

function streamLines({ streams }: OrderCase): Line[] {
  return streams.flatMap(({ watcher, api, lastEventId, openedAt, status, events, closedAt, end }): Line[] => [
    {
      at: openedAt,
      text: `watcher ${watcher} → api ${api}, last event ${lastEventId ?? 'none'}: ${status ?? 'no answer'}`,
    },
    ...events.map(({ at, name, id, data }) => ({
      at,
      text: `watcher ${watcher} ← ${name} ${id} ${JSON.stringify(data)}`,
    })),
    ...(closedAt === null ? [] : [{ at: closedAt, text: `watcher ${watcher} closed by ${end}` }]),
  ]);
}

function webhookLines({ webhooks }: OrderCase): Line[] {
  return webhooks.map(({ receivedAt: at, endpointId, id, sequence, message, answered, answeredAt }) => {
    const answer =
      answeredAt === null ? 'not answered' : `answered ${answered} after ${(answeredAt - at).toFixed(1)} ms`;
    return { at, text: `webhook to ${endpointId}: event ${sequence} ${message.type} as ${id}, ${answer}` };
  });
}

function feedLines({ fed }: OrderCase): Line[] {
  return fed.map(({ poll: { reader, reading, api, sentAt, endedAt }, event: { sequence, type } }) => ({
    at: endedAt ?? sentAt,
    text: `reader ${reader} of the feed, begun ${reading} times ← ${type} ${sequence} from api ${api}`,
  }));
}

function ledgerLines({ ledger }: OrderCase, run: Run): Line[] {
  return (ledger?.events ?? []).map(({ sequence, type, occurredAt, data }) => ({
    at: run.localTime(occurredAt),
    text: `ledger: ${sequence} ${type} at ${occurredAt} ${JSON.stringify(data)}`,
  }));
}
