import { isFinalType } from '../../src/checker/ending.ts';
import {
  deliveryKey,
  type LedgerDelivery,
  type LedgerOrder,
  type RedisState,
} from '../../src/checker/final-state.ts';
import type { CheckOptions, FaultWindow } from '../../src/checker/run.ts';
import type { History } from '../../src/history/history.ts';
import {
  clockOffsetMs,
  fed,
  instant,
  ledgerOrder,
  placement,
  request,
  shown,
  stream,
  timeline,
  webhook,
} from './hand-made.ts';

const endpointId = 'whe_all';
const readAt = 60_000;

/**
 * A run in which everything happened, and nothing that should not: an order that was extended, paid and paid again; one
 * that expired; one that a client cancelled, and that was paid too late; one that a payment attempt held until it failed;
 * one that is pending; one that was changed, and brought nearer to its deadline; and one whose customer was forgotten. Of two
 * readers of the feed, one wants the ends of orders alone, and the other begins again after a failover.
 */
export function cleanRun() {
  const refund = (paymentReference: string, reason: string) => ({
    amount: 500,
    currency: 'EUR',
    reason,
    paymentReference,
  });
  const paid = ledgerOrder(5, 10_000, 'paid', [
    [1_005, 'order.extended', { seconds: 2, payBy: instant(12_005), expiresAt: instant(12_005) }],
    [2_005, 'order.paid', { amount: 500, currency: 'EUR', paymentReference: 'p1' }],
    [4_005, 'payment.refund_required', refund('p2', 'duplicate')],
  ]);
  paid.paymentReference = 'p1';
  paid.payments = [
    { reference: 'p1', amount: 500, outcome: 'accepted' },
    { reference: 'p2', amount: 500, outcome: 'duplicate' },
  ];
  const expired = ledgerOrder(25, 1_000, 'expired', [
    [1_040, 'order.cancelled', { reason: 'expired', note: null }],
  ]);
  const cancelled = ledgerOrder(45, 10_000, 'cancelled', [
    [505, 'order.cancelled', { reason: 'backend', note: 'c1' }],
    [605, 'payment.refund_required', refund('p3', 'late')],
  ]);
  cancelled.payments = [{ reference: 'p3', amount: 500, outcome: 'late' }];
  const pending = ledgerOrder(65, 3_600_000, 'pending');
  const attempt = { attemptId: 'pat_1', provider: 'chaos', reference: 'a1', holdUntil: instant(14_500) };
  const attempted = ledgerOrder(85, 10_000, 'attempted', [
    [9_500, 'order.payment_started', { ...attempt, expiresAt: instant(14_500) }],
    [11_000, 'order.payment_failed', { attemptId: 'pat_1', reason: 'f1', expiresAt: instant(11_000) }],
    [11_030, 'order.cancelled', { reason: 'expired', note: null }],
  ]);
  const changed = ledgerOrder(105, 600_000, 'changed', [
    [1_200, 'order.updated', { changed: ['reference'], reference: 'u1', amount: 500, currency: 'EUR' }],
    [1_300, 'order.advanced', { seconds: 5, expiresAt: instant(595_105) }],
    [1_400, 'order.advanced', { seconds: 3_600, expiresAt: instant(106) }],
    [1_440, 'order.cancelled', { reason: 'expired', note: null }],
  ]);
  changed.reference = 'u1';
  const erased = ledgerOrder(125, 10_000, 'erased', [
    [1_500, 'order.cancelled', { reason: 'backend', note: null }],
    [1_600, 'customer.erased', {}],
  ]);
  Object.assign(erased.events[0]!.data, { customerId: null, reference: null });
  const forgotten = { customerId: null, reference: null, metadata: {}, idempotencyKey: null };
  const orders = [paid, expired, cancelled, pending, attempted, changed, erased];
  const placeErased = placement(erased, 120, 10);
  Object.assign(erased, forgotten);

  const history: History = {
    endpointIds: [endpointId],
    requests: [
      placement(paid, 0, 10),
      placement(expired, 20, 1),
      placement(cancelled, 40, 10),
      placement(pending, 60, 3_600),
      placement(attempted, 80, 10),
      placement(changed, 100, 600),
      placeErased,
      request('cancel', cancelled, 500, { sent: { reason: 'c1' }, answer: shown(cancelled, 2) }),
      request('pay', cancelled, 600, {
        sent: { paymentReference: 'p3' },
        status: 409,
        answer: { code: 'order_cancelled' },
      }),
      request('extend', paid, 1_000, { sent: { seconds: 2 }, answer: shown(paid, 2) }),
      request('read', expired, 1_100, { answer: shown(expired, 2) }),
      request('pay', paid, 2_000, { sent: { paymentReference: 'p1' }, status: null }),
      request('pay', paid, 3_000, { sent: { paymentReference: 'p1' }, answer: shown(paid, 3) }),
      request('pay', paid, 4_000, {
        sent: { paymentReference: 'p2' },
        status: 409,
        answer: { code: 'order_already_paid' },
      }),
      request('read', paid, 4_020, { answer: shown(paid, 4) }),
      request('countdown', paid, 4_040, {
        answer: { id: paid.id, status: 'paid', expiresAt: paid.expiresAt },
      }),
      request('events', paid, 4_060, {
        answer: { events: timeline(paid) },
      }),
      request('list', null, 4_080, {
        sent: { customerId: 'customer-paid', limit: '100' },
        answer: { orders: [shown(paid, 4)], isComplete: true },
      }),
      request('startPayment', attempted, 9_495, {
        sent: { provider: 'chaos', reference: 'a1' },
        status: 201,
        answer: { id: 'pat_1', status: 'open' },
      }),
      request('countdown', attempted, 9_510, {
        answer: { status: 'pending', payBy: attempted.payBy, expiresAt: instant(14_500) },
      }),
      request('failPayment', attempted, 10_995, {
        sent: { attemptId: 'pat_1', reason: 'f1' },
        answer: { id: 'pat_1', status: 'failed' },
      }),
      request('read', attempted, 11_015, { answer: shown(attempted, 3) }),
      request('update', changed, 1_195, { sent: { reference: 'u1' }, answer: shown(changed, 2) }),
      { ...request('advance', changed, 1_290, { sent: { seconds: 5 }, status: null }), key: 'advance-1' },
      {
        ...request('advance', changed, 1_310, { sent: { seconds: 5 }, answer: shown(changed, 3) }),
        key: 'advance-1',
      },
      {
        ...request('advance', changed, 1_395, { sent: { seconds: 3_600 }, answer: shown(changed, 4) }),
        key: 'advance-2',
      },
      request('cancel', erased, 1_495, { sent: { reason: 'c2' }, answer: shown(erased, 2) }),
      request('events', erased, 1_520, {
        answer: { events: [placedBefore(erased), ...timeline(erased).slice(1, 2)] },
      }),
      request('erase', null, 1_560, { sent: { customerId: 'customer-erased' } }),
      request('events', erased, 1_620, { answer: { events: timeline(erased) } }),
    ],
    feed: orders
      .flatMap((order) => {
        const ends = order.events.filter(({ type }) => isFinalType(type)).map(({ sequence }) => sequence);
        const all = order.events.map(({ sequence }) => sequence);
        return [
          fed(order, 20_000, all.slice(0, 2)),
          fed(order, 20_100, all.slice(2), { cursorFrom: 20_010 }),
          fed(order, 30_000, ends, { reader: 2, types: ['order.paid', 'order.cancelled'] }),
          fed(order, 40_500, all, { reading: 2 }),
        ];
      })
      .concat([
        { ...fed(paid, 40_400, [], { cursorFrom: 20_110 }), status: 410 },
        { ...fed(paid, 40_600, [], { reading: 2, cursorFrom: 40_510 }), status: null },
      ]),
    streams: [
      stream(paid, [100, 1_500], 'client', {
        lastEventId: null,
        snapshot: 1,
        version: 1,
        events: [[1_006, 2]],
      }),
      stream(paid, [2_500, 2_511], 'server', {
        lastEventId: 2,
        snapshot: 2,
        version: 3,
        events: [[2_510, 3]],
      }),
      {
        ...stream(paid, [3_600, 3_610], 'server', { lastEventId: 3, snapshot: 3, version: 3, events: [] }),
        status: 204,
        events: [],
      },
    ],
    webhooks: orders.flatMap((order) =>
      order.events.map(({ sequence, occurredAt }) =>
        webhook(order, sequence, endpointId, Date.parse(occurredAt) - clockOffsetMs + 30),
      ),
    ),
  };
  const redis = {
    readUntil: clockOffsetMs + readAt + 100,
    alarms: new Map([[pending.id, Date.parse(pending.expiresAt)]]),
    countdowns: new Map([[pending.id, Date.parse(pending.expiresAt)]]),
  } satisfies RedisState;
  const state = {
    readAt,
    clockOffsetMs,
    orders: new Map(orders.map((order) => [order.id, order])),
    endpoints: [{ id: endpointId, enabled: true, eventTypes: null, createdAt: instant(-1_000) }],
    deliveries: deliveriesOf(orders),
    outbox: new Set<string>(),
    redis,
  };
  const options = {
    history,
    state,
    sweepIntervalMs: 1_000,
    faults: [{ startedAt: 40_000, endedAt: 40_300, promotes: true }] as FaultWindow[],
  };
  return {
    ...options,
    ...({ paid, expired, cancelled, pending, attempted, changed, erased } as const),
  } satisfies CheckOptions;
}

export type HandMadeRun = ReturnType<typeof cleanRun>;
export type OrderName = 'paid' | 'expired' | 'cancelled' | 'pending' | 'attempted' | 'changed' | 'erased';

/** Its first event as it was told before the customer was forgotten. */
function placedBefore(order: LedgerOrder) {
  const [placed] = timeline(order);
  const customer = { customerId: 'customer-erased', reference: 'erased' };
  return { ...placed!, data: { ...(placed!.data as object), ...customer } };
}

function deliveriesOf(orders: readonly LedgerOrder[]): Map<string, LedgerDelivery[]> {
  const deliveries = orders.flatMap((order) =>
    order.events.map(({ sequence }): LedgerDelivery => ({
      endpointId,
      orderId: order.id,
      sequence,
      status: 'delivered',
      attempts: 1,
    })),
  );
  return Map.groupBy(deliveries, (each) => deliveryKey(each.endpointId, each.orderId, each.sequence));
}

/** The request of an operation on an order; the last, if there are several. */
export function requestOf({ history }: HandMadeRun, operation: string, orderId: string | null) {
  return history.requests.findLast((each) => each.operation === operation && each.orderId === orderId)!;
}
