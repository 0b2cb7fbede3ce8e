/** What the ledger and Redis hold at the end of a run. Instants are RFC 3339, as the api writes them. */
export interface FinalState {
  /** By `performance.now()`, just before the first statement: what ended before it must be in here. */
  readAt: number;
  /** What the database's clock, in Unix milliseconds, was ahead of `performance.now()`. */
  clockOffsetMs: number;
  orders: ReadonlyMap<string, LedgerOrder>;
  endpoints: readonly LedgerEndpoint[];
  /** By {@link deliveryKey}. */
  deliveries: ReadonlyMap<string, readonly LedgerDelivery[]>;
  /** The events that have no deliveries yet, each as {@link eventKey}. */
  outbox: ReadonlySet<string>;
  /** Null: Redis was not read. */
  redis: RedisState | null;
}

export interface LedgerOrder {
  id: string;
  customerId: string | null;
  reference: string | null;
  status: 'pending' | 'paid' | 'cancelled';
  amount: number;
  currency: string;
  items: unknown;
  metadata: unknown;
  createdAt: string;
  payBy: string;
  expiresAt: string;
  paidAt: string | null;
  paymentReference: string | null;
  cancelledAt: string | null;
  cancelReason: string | null;
  version: number;
  idempotencyKey: string | null;
  /** By sequence. */
  events: LedgerEvent[];
  payments: LedgerPayment[];
}

export interface LedgerEvent {
  sequence: number;
  type: string;
  data: Readonly<Record<string, unknown>>;
  occurredAt: string;
  /** The `webhook-id` of its deliveries. */
  webhookId: string;
}

export interface LedgerPayment {
  reference: string | null;
  amount: number;
  outcome: 'accepted' | 'duplicate' | 'late' | 'mismatched';
}

export interface LedgerEndpoint {
  id: string;
  enabled: boolean;
  /** Null: all. */
  eventTypes: readonly string[] | null;
  createdAt: string;
}

export interface LedgerDelivery {
  endpointId: string;
  orderId: string;
  sequence: number;
  status: 'pending' | 'delivered' | 'failed';
  attempts: number;
}

export interface RedisState {
  /** When reading it had ended, in Unix milliseconds. */
  readUntil: number;
  /** By order: when its alarm is due, in Unix milliseconds. */
  alarms: ReadonlyMap<string, number>;
  /** By order: when its countdown key ends, in Unix milliseconds by the database's clock. */
  countdowns: ReadonlyMap<string, number>;
}

export const eventKey = (orderId: string, sequence: number) => `${orderId} ${sequence}`;
export const deliveryKey = (endpointId: string, orderId: string, sequence: number) =>
  `${endpointId} ${orderId} ${sequence}`;
