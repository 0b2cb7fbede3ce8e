/**
 * What the clients of a run saw. Times are `performance.now()` of the one process that all clients are in, in
 * milliseconds. Entries are completed in place when their answer comes.
 */
export interface History {
  requests: RequestEntry[];
  streams: StreamConnection[];
  webhooks: WebhookEntry[];
  feed: FeedPoll[];
  /** The webhook endpoints of the clients. */
  endpointIds: string[];
}

export type Operation =
  | 'place'
  | 'pay'
  | 'cancel'
  | 'extend'
  | 'update'
  | 'advance'
  | 'erase'
  | 'startPayment'
  | 'failPayment'
  | 'read'
  | 'countdown'
  | 'list'
  | 'events';

export interface RequestEntry {
  operation: Operation;
  /** Null: a list, a customer to be forgotten, or a placement that was not answered with an order. */
  orderId: string | null;
  /** Which of the apis it was sent to, from 0. */
  api: number;
  /** The `Idempotency-Key`; null: none. */
  key: string | null;
  /** What was sent: the JSON body, or the query of a list, or which customer is to be forgotten. */
  sent: Readonly<Record<string, unknown>>;
  sentAt: number;
  /** Null: it is still open. */
  endedAt: number | null;
  /** Null: there was no answer. */
  status: number | null;
  /** The part of the answer's body that the checker reads: see `summarize`. Null: there was no answer. */
  answer: Answer | null;
}

/** An order, a countdown, a payment attempt or a problem, reduced to the members that the checker reads. */
export interface Answer {
  code?: string;
  id?: string;
  status?: string;
  version?: number;
  createdAt?: string;
  payBy?: string;
  expiresAt?: string;
  /** Of a payment attempt. */
  holdUntil?: string | null;
  remainingMs?: number;
  paidAt?: string | null;
  cancelledAt?: string | null;
  cancelReason?: string | null;
  /** The orders of a list. */
  orders?: Answer[];
  /** There are no more pages of a list. */
  isComplete?: boolean;
  /** The timeline. */
  events?: SeenEvent[];
}

/** An entry of a timeline, as a client saw it. */
export interface SeenEvent {
  sequence: number;
  type: string;
  occurredAt: string;
  data: unknown;
}

/** One connection to a stream. A watcher that reconnects has several. */
export interface StreamConnection {
  orderId: string;
  /** The same in all connections of one watcher. */
  watcher: number;
  api: number;
  /** What was sent as `Last-Event-ID`; null: nothing. */
  lastEventId: number | null;
  openedAt: number;
  /** Null: there was no answer. */
  status: number | null;
  events: StreamedEvent[];
  closedAt: number | null;
  /** Who ended it; `error`: the connection broke, or could not be made. Null: it is open. */
  end: 'server' | 'client' | 'error' | null;
}

export interface StreamedEvent {
  at: number;
  name: string;
  id: number;
  data: Readonly<Record<string, unknown>>;
}

export interface WebhookEntry {
  endpointId: string;
  /** The `webhook-id`. */
  id: string;
  receivedAt: number;
  /** The body as it came. */
  body: string;
  /** Its signature matches the secret. */
  isVerified: boolean;
  /** The status that was answered; null: none. */
  answered: number | null;
  /** When that answer was sent completely; null: it was not. */
  answeredAt: number | null;
}

/** One request of a reader of the feed of all events. */
export interface FeedPoll {
  /** The same in all requests of one reader. */
  reader: number;
  /** Counts from 1 how often the reader began at the oldest event. */
  reading: number;
  /** The types of events that it asks for. Null: all. */
  types: readonly string[] | null;
  api: number;
  /** When the cursor came that was sent. Null: none was sent. */
  cursorFrom: number | null;
  sentAt: number;
  /** Null: it is still open. */
  endedAt: number | null;
  /** Null: there was no answer. */
  status: number | null;
  events: FeedEvent[];
}

/** An event of the feed, as a reader saw it. */
export interface FeedEvent extends SeenEvent {
  /** The `webhook-id`. */
  id: string;
  orderId: string;
}

export const createHistory = (): History => ({
  requests: [],
  streams: [],
  webhooks: [],
  feed: [],
  endpointIds: [],
});

/** Whether the client can't tell what became of its request: there was no answer, or a 5xx. */
export const isUnknown = ({ status }: Pick<RequestEntry, 'status'>) => status === null || status >= 500;

/** Whether the receiver answered 2xx, completely. */
export const isAcknowledged = ({ answered, answeredAt }: WebhookEntry) =>
  answered !== null && answered >= 200 && answered < 300 && answeredAt !== null;
