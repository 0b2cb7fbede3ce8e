import type {
  FeedEvent,
  FeedPoll,
  History,
  RequestEntry,
  StreamConnection,
  WebhookEntry,
} from '../history/history.ts';
import type { FinalState, LedgerOrder } from './final-state.ts';

/** One order: all that clients saw of it, and what the ledger holds. */
export interface OrderCase {
  id: string;
  /** Null: the ledger does not know it. */
  ledger: LedgerOrder | null;
  /** Placements included, and those that may have placed it. */
  requests: RequestEntry[];
  /** The orders of lists, each with its request. */
  listed: { request: RequestEntry; answer: NonNullable<RequestEntry['answer']> }[];
  streams: StreamConnection[];
  webhooks: ReceivedEvent[];
  /** Its events as readers of the feed saw them, each with its request. */
  fed: { poll: FeedPoll; event: FeedEvent }[];
}

/** A webhook with its body. */
export interface ReceivedEvent extends WebhookEntry {
  message: { type: string; timestamp: string; data: Record<string, unknown> };
  sequence: number;
}

/**
 * Sorts a history by order. Orders that no client of it knows are left out: they are another's.
 *
 * What was told after the ledger was read proves nothing about it, and is left out too. A webhook is kept all the same:
 * it may be the one that the ledger knows to be delivered.
 */
export function casesOf(history: History, state: FinalState): Map<string, OrderCase> {
  const cases = new Map<string, OrderCase>();
  const byKey = new Map<string, string>();
  for (const { id, idempotencyKey } of state.orders.values()) {
    if (idempotencyKey !== null) byKey.set(idempotencyKey, id);
  }

  function caseOf(id: string): OrderCase {
    const known = cases.get(id);
    if (known) return known;
    const created: OrderCase = {
      id,
      ledger: state.orders.get(id) ?? null,
      requests: [],
      listed: [],
      streams: [],
      webhooks: [],
      fed: [],
    };
    cases.set(id, created);
    return created;
  }

  const requests = requestsBefore(state.readAt, history.requests);
  for (const request of requests) {
    const id = request.orderId ?? (request.key === null ? undefined : byKey.get(request.key));
    if (id !== undefined) caseOf(id).requests.push(request);
  }
  for (const request of requests) {
    for (const answer of request.answer?.orders ?? []) {
      cases.get(String(answer.id))?.listed.push({ request, answer });
    }
  }
  for (const stream of streamsBefore(state.readAt, history.streams))
    caseOf(stream.orderId).streams.push(stream);
  for (const webhook of history.webhooks) {
    const received = parse(webhook);
    const orderId = String(received.message.data?.['orderId']);
    // A body that can't be read, or an order that nobody placed, is checked for all webhooks together.
    cases.get(orderId)?.webhooks.push(received);
  }
  for (const poll of history.feed) {
    if (poll.endedAt === null || poll.endedAt >= state.readAt) continue;
    for (const event of poll.events) cases.get(event.orderId)?.fed.push({ poll, event });
  }
  return cases;
}

function requestsBefore(readAt: number, requests: readonly RequestEntry[]): RequestEntry[] {
  return requests
    .filter(({ sentAt }) => sentAt < readAt)
    .map((request) => {
      if (request.endedAt !== null && request.endedAt < readAt) return request;
      const orderId = request.operation === 'place' ? null : request.orderId;
      return { ...request, orderId, endedAt: null, status: null, answer: null };
    });
}

function streamsBefore(readAt: number, streams: readonly StreamConnection[]): StreamConnection[] {
  return streams
    .filter(({ openedAt }) => openedAt < readAt)
    .map((stream) => ({ ...stream, events: stream.events.filter(({ at }) => at < readAt) }));
}

function parse(webhook: WebhookEntry): ReceivedEvent {
  const message = JSON.parse(webhook.body) as ReceivedEvent['message'];
  return { ...webhook, message, sequence: Number(message.data?.['sequence']) };
}
