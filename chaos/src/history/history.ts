/**
 * What the clients of a run saw. Times are `performance.now()` of the one process that all clients are in, in
 * milliseconds. Entries are completed in place when their answer comes.
 */
export interface History {
  requests: RequestEntry[];
  streams: StreamConnection[];
  webhooks: WebhookEntry[];
  /** The webhook endpoints of the clients. */
  endpointIds: string[];
}

export type Operation =
  | 'place'
  | 'pay'
  | 'cancel'
  | 'extend'
  | 'startPayment'
  | 'failPayment'
  | 'read'
  | 'countdown'
  | 'list'
  | 'events';

export interface RequestEntry {
  operation: Operation;
  /** Null: a list, or a placement that was not answered with an order. */
  orderId: string | null;
  /** Which of the apis it was sent to, from 0. */
  api: number;
  /** The `Idempotency-Key`; null: none. */
  key: string | null;
  /** What was sent: the JSON body, or the query of a list. */
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

export const createHistory = (): History => ({ requests: [], streams: [], webhooks: [], endpointIds: [] });

/** Whether the client can't tell what became of its request: there was no answer, or a 5xx. */
export const isUnknown = ({ status }: Pick<RequestEntry, 'status'>) => status === null || status >= 500;

/** Whether the receiver answered 2xx, completely. */
export const isAcknowledged = ({ answered, answeredAt }: WebhookEntry) =>
  answered !== null && answered >= 200 && answered < 300 && answeredAt !== null;
