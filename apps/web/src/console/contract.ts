import type { components } from '@order-countdown/client';

/** What the routes under `/admin/api` answer with. What they share with /v1 has the types of the client. */

type Schemas = components['schemas'];

export type Order = Schemas['Order'];
export type OrderEvent = Schemas['OrderEvent'];
export type Attempt = Schemas['PaymentAttempt'];
export type Refund = Schemas['Refund'];
export type Delivery = Schemas['WebhookDelivery'];
export type AttemptedDelivery = Schemas['AttemptedWebhookDelivery'];

export interface List<Entry> {
  data: Entry[];
  nextCursor: string | null;
}

type StoreState = 'up' | 'down';
/** `none`: Postgres holds the queues, too. */
export type RedisState = StoreState | 'none';

/** Null: not known, since a store is away or it is still being counted. */
export interface Overview {
  serverTime: string;
  stores: { postgres: StoreState; redis: RedisState };
  orders: { pending: number; overdue: number; oldestOverdueMs: number | null } | null;
  duePerMinute: { minute: string; due: number }[] | null;
  endedPerMinute:
    | { minute: string; paid: number | null; cancelled: number | null; swept: number | null }[]
    | null;
  lateness: { count: number; p50Ms: number | null; p99Ms: number | null } | null;
  drift: { alarms: number; pending: number; difference: number } | null;
  refundsDue: {
    count: number;
    oldestMs: number | null;
    sums: { currency: string; amount: number; orders: number }[];
  } | null;
  endpoints: { total: number; failing: { id: string; url: string; state: EndpointState }[] } | null;
}

export interface Payment {
  reference: string;
  amount: number;
  outcome: 'accepted' | 'duplicate' | 'late' | 'mismatched';
  recordedAt: string;
  refundId: string | null;
}

export interface Alarm {
  queue: string;
  jobId: string;
  dueAt: string | null;
  state: string;
}

export interface OrderDetails {
  order: Order;
  serverTime: string;
  events: List<OrderEvent>;
  attempts: Attempt[];
  payments: Payment[];
  refunds: Refund[];
  deliveries: (Delivery & { endpointId: string; endpointUrl: string | null })[];
  alarm: Alarm | null;
  redis: { state: 'agrees' | 'settling' | 'differs' | 'unknown'; differences: string[] };
}

type EndpointState = 'ok' | 'failing' | 'open' | 'disabled' | 'off';

export type Endpoint = Schemas['WebhookEndpoint'] & {
  health: {
    state: EndpointState;
    failingSince: string | null;
    failures: number;
    openUntil: string | null;
    waiting: number;
  };
};

export interface AuditEntry {
  id: string;
  at: string;
  event: 'change' | 'sign_in' | 'sign_in_failed' | 'sign_in_limited' | 'sign_out';
  who: string;
  role: string | null;
  address: string | null;
  method: string;
  path: string;
  target: string | null;
  status: number | null;
}

export interface Queues {
  redis: RedisState;
  queues: { name: string; waiting: number; active: number; delayed: number; failed: number }[] | null;
}
