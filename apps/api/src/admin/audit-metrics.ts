import { Counter, type Registry } from 'prom-client';

/** @returns counts entries */
export function countDroppedEntries(registry: Registry): (count: number) => void {
  const dropped = new Counter({
    name: 'order_countdown_audit_entries_dropped_total',
    help: 'Entries of the audit that are in the log alone, because Postgres was away or too many strangers tried to sign in.',
    registers: [registry],
  });
  return (count) => dropped.inc(count);
}
