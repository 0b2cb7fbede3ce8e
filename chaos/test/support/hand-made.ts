import { newOrderId } from '@order-countdown/shared/order/order-id';
import type { LedgerEvent, LedgerOrder } from '../../src/checker/final-state.ts';
import { statesOf } from '../../src/checker/states.ts';
import type {
  Answer,
  FeedPoll,
  Operation,
  RequestEntry,
  StreamConnection,
  WebhookEntry,
} from '../../src/history/history.ts';

/** Parts of hand-made histories. All times are milliseconds since the run began, on every clock. */

export const clockOffsetMs = Date.parse('2026-03-01T12:00:00.000Z');
export const instant = (ms: number) => new Date(clockOffsetMs + ms).toISOString();

type EventOf = [ms: number, type: string, data: Record<string, unknown>];

/** An order as the ledger has it after these events. The first is made from the window. */
export function ledgerOrder(placedAt: number, windowMs: number, name: string, rest: readonly EventOf[] = []) {
  const content = { customerId: `customer-${name}`, reference: name, amount: 500, currency: 'EUR' };
  const placed: EventOf = [placedAt, 'order.placed', { ...content, expiresAt: instant(placedAt + windowMs) }];
  const events = [placed, ...rest].map(([ms, type, data], index): LedgerEvent => ({
    sequence: index + 1,
    type,
    data,
    occurredAt: instant(ms),
    webhookId: `evt_${name}_${index + 1}`,
  }));
  const order: LedgerOrder = {
    ...content,
    id: newOrderId(),
    items: [],
    metadata: { number: name },
    status: 'pending',
    createdAt: instant(placedAt),
    payBy: '',
    expiresAt: '',
    paidAt: null,
    paymentReference: null,
    cancelledAt: null,
    cancelReason: null,
    version: events.length,
    idempotencyKey: `key-${name}`,
    events,
    payments: [],
  };
  return Object.assign(order, statesOf(order).at(-1));
}

/** How the api shows an order at a version. */
export function shown(order: LedgerOrder, version: number): Answer {
  return { id: order.id, version, createdAt: order.createdAt, ...statesOf(order)[version] };
}

/** The timeline of an order, as the api answers it. */
export const timeline = ({ events }: LedgerOrder) =>
  events.map(({ sequence, type, occurredAt, data }) => ({ sequence, type, occurredAt, data }));

/** A request that took ten milliseconds. */
export function request(
  operation: Operation,
  order: LedgerOrder | null,
  sentAt: number,
  outcome: { sent?: Record<string, unknown>; status?: number | null; answer?: Answer | null },
): RequestEntry {
  const { sent = {}, status = 200, answer = null } = outcome;
  const endedAt = sentAt + 10;
  return { operation, orderId: order?.id ?? null, api: 0, key: null, sent, sentAt, endedAt, status, answer };
}

/** The placement of an order, answered with its first version. */
export function placement(order: LedgerOrder, sentAt: number, expiresInSeconds: number): RequestEntry {
  const { customerId, amount, currency, reference, metadata } = order;
  const sent = { customerId, amount, currency, reference, metadata, items: [], expiresInSeconds };
  const answer = shown(order, 1);
  return { ...request('place', order, sentAt, { sent, status: 201, answer }), key: order.idempotencyKey };
}

/** A stream that got a snapshot, then the events `told`, each with its time. */
export function stream(
  order: LedgerOrder,
  [openedAt, closedAt]: [number, number],
  end: 'server' | 'client',
  told: {
    lastEventId: number | null;
    snapshot: number;
    version: number;
    events: [ms: number, sequence: number][];
  },
): StreamConnection {
  const { status, expiresAt } = shown(order, told.version);
  const snapshot = { id: order.id, status, expiresAt, version: told.version };
  const events = told.events.map(([at, sequence]) => {
    const { type, occurredAt, data } = order.events[sequence - 1]!;
    return { at, name: type, id: sequence, data: { id: order.id, sequence, type, occurredAt, data } };
  });
  return {
    orderId: order.id,
    watcher: 1,
    api: 0,
    lastEventId: told.lastEventId,
    openedAt,
    status: 200,
    events: [{ at: openedAt + 5, name: 'snapshot', id: told.snapshot, data: snapshot }, ...events],
    closedAt,
    end,
  };
}

/** A page of the feed of all events, with these events of an order. */
export function fed(
  order: LedgerOrder,
  sentAt: number,
  sequences: readonly number[],
  poll: Partial<FeedPoll> = {},
): FeedPoll {
  const events = sequences.map((sequence) => {
    const { type, occurredAt, data, webhookId: id } = order.events[sequence - 1]!;
    return { id, orderId: order.id, sequence, type, occurredAt, data };
  });
  const endedAt = sentAt + 10;
  return {
    reader: 1,
    reading: 1,
    types: null,
    api: 0,
    cursorFrom: null,
    sentAt,
    endedAt,
    status: 200,
    events,
    ...poll,
  };
}

/** An event as its endpoint got and acknowledged it. */
export function webhook(
  order: LedgerOrder,
  sequence: number,
  endpointId: string,
  receivedAt: number,
): WebhookEntry {
  const { type, occurredAt, data, webhookId } = order.events[sequence - 1]!;
  const message = {
    type,
    timestamp: occurredAt,
    data: { orderId: order.id, sequence, ...data, order: { id: order.id, version: sequence } },
  };
  return {
    endpointId,
    id: webhookId,
    receivedAt,
    body: JSON.stringify(message),
    isVerified: true,
    answered: 204,
    answeredAt: receivedAt + 2,
  };
}
