import { Histogram, type Registry } from 'prom-client';
import type { LedgerObserver } from '../ledger/calls.ts';

export function ledgerMetrics(registry: Registry): LedgerObserver {
  const setSize = new Histogram({
    name: 'order_countdown_ledger_set_size',
    help: 'Number of calls that shared one statement.',
    labelNames: ['statement'],
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers: [registry],
  });
  return {
    setFormed: (statement, size) => setSize.observe({ statement }, size),
  };
}
