import type { DecisionObserver } from '@order-countdown/shared/orders/decisions';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';

/** Is told of decisions for the lateness of each cancellation. */
export interface WorkMetrics extends DecisionObserver {
  /** The ledger has answered the sweep, which cancelled so many orders. */
  swept(orders: number): void;
  sweepEnded(durationMs: number): void;
  reconciliationEnded(result: 'success' | 'failure', durationMs: number): void;
  alarmsReconciled(change: 'set' | 'removed', alarms: number): void;
  /** @param alarms null: Redis can't tell */
  counted(running: number, alarms: number | null): void;
  /** A run of the timetable failed. */
  taskFailed(task: string): void;
}

export function workMetrics(registry: Registry): WorkMetrics {
  const registers = [registry];
  const lateness = new Histogram({
    name: 'order_countdown_cancellation_lateness_seconds',
    help: "Time from an order's deadline to its cancellation on the database's clock, by who cancelled it.",
    labelNames: ['by'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const sweepRepairs = new Counter({
    name: 'order_countdown_sweep_repairs_total',
    help: 'Overdue orders that the sweep cancelled in place of their alarms.',
    registers,
  });
  const sweepDuration = new Histogram({
    name: 'order_countdown_sweep_duration_seconds',
    help: 'Duration of a sweep, failed ones included.',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    registers,
  });
  const sweepLastSuccess = new Gauge({
    name: 'order_countdown_sweep_last_success_timestamp_seconds',
    help: 'When the ledger last answered the sweep, as Unix time; 0 before the first time.',
    registers,
  });
  const reconciliations = new Counter({
    name: 'order_countdown_reconciliations_total',
    help: 'Runs that made Redis agree with the ledger, by result.',
    labelNames: ['result'],
    registers,
  });
  const reconciliationDuration = new Histogram({
    name: 'order_countdown_reconciliation_duration_seconds',
    help: 'Duration of a reconciliation, failed ones included.',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30, 60, 300],
    registers,
  });
  const reconciledAlarms = new Counter({
    name: 'order_countdown_reconciled_alarms_total',
    help: 'Alarms that reconciliation set, as they were missing or wrong, or removed from settled orders.',
    labelNames: ['change'],
    registers,
  });
  const running = new Gauge({
    name: 'order_countdown_running_countdowns',
    help: 'Pending orders before their deadline, counted every 30 s.',
    registers,
  });
  const drift = new Gauge({
    name: 'order_countdown_alarm_drift',
    help: 'Alarms less running countdowns, counted every 30 s while Redis answers. 0: they agree.',
    registers,
  });
  const taskFailures = new Counter({
    name: 'order_countdown_task_failures_total',
    help: 'Runs of the timetable that failed; the next one came as planned.',
    labelNames: ['task'],
    registers,
  });

  for (const by of ['alarm', 'sweep']) lateness.zero({ by });
  for (const result of ['success', 'failure']) reconciliations.inc({ result }, 0);
  for (const change of ['set', 'removed']) reconciledAlarms.inc({ change }, 0);
  // Not counted yet, which is not none.
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
    counted(orders, alarms) {
      running.set(orders);
      if (alarms === null) drift.remove();
      else drift.set(alarms - orders);
    },
    taskFailed: (task) => taskFailures.inc({ task }),
  };
}
