import type { DecisionObserver } from '@order-countdown/shared/orders/decisions';
import type { Repaired } from '@order-countdown/shared/orders/repair';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Observes decisions to measure the lateness of each cancellation. */
export interface WorkMetrics extends DecisionObserver {
  /** The ledger answered the sweep. @param orders how many were cancelled */
  swept(orders: number): void;
  sweepEnded(durationMs: number): void;
  reconciliationEnded(result: 'success' | 'failure', durationMs: number): void;
  alarmsReconciled(change: 'set' | 'removed', alarms: number): void;
  /** @param orders those with new events, which were compared with Redis */
  followed(orders: number, repaired: Repaired): void;
  /** @param at on the database's clock; all events that were committed before have been followed */
  followedUpTo(at: Date): void;
  /** @param alarms null: Redis is not available */
  counted(running: number, alarms: number | null): void;
  /** A run of a periodic task failed. */
  taskFailed(task: string): void;
}

export function workMetrics(registry: Registry): WorkMetrics {
  const registers = [registry];
  const lateness = new Histogram({
    name: 'order_countdown_cancellation_lateness_seconds',
    help: "Time from an order's deadline to its cancellation by alarm or sweep, on the database's clock.",
    labelNames: ['by'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const sweepRepairs = new Counter({
    name: 'order_countdown_sweep_repairs_total',
    help: 'Overdue orders cancelled by the sweep instead of their alarms.',
    registers,
  });
  const sweepDuration = new Histogram({
    name: 'order_countdown_sweep_duration_seconds',
    help: 'Duration of a sweep, including failed ones.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const sweepLastSuccess = new Gauge({
    name: 'order_countdown_sweep_last_success_timestamp_seconds',
    help: 'Unix time at which the ledger last answered the sweep; 0 before the first answer.',
    registers,
  });
  const reconciliations = new Counter({
    name: 'order_countdown_reconciliations_total',
    help: 'Reconciliations of alarms with the ledger, by result.',
    labelNames: ['result'],
    registers,
  });
  const reconciliationDuration = new Histogram({
    name: 'order_countdown_reconciliation_duration_seconds',
    help: 'Duration of a reconciliation, including failed ones.',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300],
    registers,
  });
  const reconciledAlarms = new Counter({
    name: 'order_countdown_reconciled_alarms_total',
    help: 'Alarms that reconciliation set because they were missing or wrong, or removed because their orders were settled.',
    labelNames: ['change'],
    registers,
  });
  const followedOrders = new Counter({
    name: 'order_countdown_followed_orders_total',
    help: 'Orders with new events that were compared with Redis, one or two seconds after the commit.',
    registers,
  });
  const followedRepairs = new Counter({
    name: 'order_countdown_followed_repairs_total',
    help: 'Alarms and countdown keys that were set or removed because Redis had missed a change, by what it was.',
    labelNames: ['what'],
    registers,
  });
  const followedTimestamp = new Gauge({
    name: 'order_countdown_followed_timestamp_seconds',
    help: 'Events committed before this Unix time were followed by this worker; 0 before its first run.',
    registers,
  });
  const running = new Gauge({
    name: 'order_countdown_running_countdowns',
    help: 'Pending orders before their deadline, counted every 30 s.',
    registers,
  });
  const drift = new Gauge({
    name: 'order_countdown_alarm_drift',
    help: 'Number of alarms minus number of running countdowns, counted every 30 s while Redis answers.',
    registers,
  });
  const taskFailures = new Counter({
    name: 'order_countdown_task_failures_total',
    help: 'Failed runs of periodic tasks.',
    labelNames: ['task'],
    registers,
  });

  for (const by of ['alarm', 'sweep']) lateness.zero({ by });
  for (const result of ['success', 'failure']) reconciliations.inc({ result }, 0);
  for (const change of ['set', 'removed']) reconciledAlarms.inc({ change }, 0);
  for (const what of ['alarm', 'countdown']) followedRepairs.inc({ what }, 0);
  // Absent until they are first counted, because 0 would be wrong.
  running.remove();
  drift.remove();

  return {
    decided({ command, outcome, orders }) {
      if (outcome !== 'expired') return;
      const by = command === 'sweep' ? 'sweep' : 'alarm';
      for (const { latenessMs } of orders) lateness.observe({ by }, (latenessMs ?? 0) / 1_000);
    },
    swept(orders) {
      sweepRepairs.inc(orders);
      sweepLastSuccess.setToCurrentTime();
    },
    sweepEnded: (durationMs) => sweepDuration.observe(durationMs / 1_000),
    reconciliationEnded(result, durationMs) {
      reconciliations.inc({ result });
      reconciliationDuration.observe(durationMs / 1_000);
    },
    alarmsReconciled: (change, alarms) => reconciledAlarms.inc({ change }, alarms),
    followed(orders, { alarms, countdowns }) {
      followedOrders.inc(orders);
      followedRepairs.inc({ what: 'alarm' }, alarms);
      followedRepairs.inc({ what: 'countdown' }, countdowns);
    },
    followedUpTo: (at) => followedTimestamp.set(at.getTime() / 1_000),
    counted(orders, alarms) {
      running.set(orders);
      if (alarms === null) drift.remove();
      else drift.set(alarms - orders);
    },
    taskFailed: (task) => taskFailures.inc({ task }),
  };
}
