import { openAttempt, pendingOrder } from '../orders/examples.ts';
import { exampleOrderId } from '../orders/requests.ts';
import type { OverviewResponse, QueuesResponse } from './contract.ts';
import type { AlarmResponse, ShownOrderResponse } from './order-contract.ts';

export const overview: OverviewResponse = {
  serverTime: '2026-03-01T12:00:00.250Z',
  stores: { postgres: 'up', redis: 'up' },
  orders: { pending: 41, overdue: 0, oldestOverdueMs: 0 },
  duePerMinute: [{ minute: '2026-03-01T12:00:00.000Z', due: 3 }],
  endedPerMinute: [{ minute: '2026-03-01T12:00:00.000Z', paid: 30, cancelled: 4, swept: 0 }],
  lateness: { count: 1_000, p50Ms: 12, p99Ms: 80 },
  drift: { alarms: 41, pending: 41, difference: 0 },
  refundsDue: {
    count: 1,
    oldestMs: 86_400_000,
    sums: [{ currency: 'CNY', amount: 12_900, orders: 1 }],
  },
  endpoints: { total: 1, failing: [] },
};

export const queues: QueuesResponse = {
  redis: 'up',
  queues: [{ name: 'order-expiry', waiting: 0, active: 0, delayed: 41, failed: 0 }],
};

export const alarm: AlarmResponse = {
  queue: 'order-expiry',
  jobId: exampleOrderId,
  dueAt: '2026-03-01T12:30:00.000Z',
  state: 'delayed',
};

export const shownOrder: ShownOrderResponse = {
  order: pendingOrder,
  serverTime: '2026-03-01T12:00:00.010Z',
  events: { data: [], nextCursor: null },
  attempts: [openAttempt],
  payments: [],
  refunds: [],
  deliveries: [],
  alarm,
  redis: { state: 'agrees', differences: [] },
};
