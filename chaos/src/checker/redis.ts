import { dueToleranceMs } from '@order-countdown/shared/redis/alarm';
import type { Check } from './check.ts';

/** docs/order-lifecycle.md: "After any crash, Redis and the streams agree with Postgres within five seconds." */
export const redisLagMs = 5_000;
/** An order that is due this soon may lose its alarm while Redis is read. */
const marginMs = 2_000;

export const redisChecks: readonly Check[] = [
  {
    name: 'no_trace_of_final_orders',
    promise: 'Redis holds no alarm or countdown key of an order that has ended, five seconds after it did.',
    broken({ id, ledger }, run) {
      const { redis, readAt } = run.state;
      if (ledger === null || redis === null || ledger.status === 'pending') return [];
      const ended = run.localTime(ledger.events.at(-1)?.occurredAt ?? ledger.createdAt);
      if (readAt < run.quietSince(ended, readAt) + redisLagMs + run.slackMs) return [];
      const traces = [redis.alarms.has(id) && 'an alarm', redis.countdowns.has(id) && 'a countdown key'];
      return traces.filter((trace) => trace !== false).map((trace) => `${ledger.status}, with ${trace}`);
    },
  },
  {
    name: 'pending_orders_are_set',
    promise:
      'A pending order has an alarm and a countdown key that end at its deadline, five seconds after it changed.',
    broken({ id, ledger }, run) {
      const { redis, readAt } = run.state;
      if (ledger === null || redis === null || ledger.status !== 'pending') return [];
      const changed = run.localTime(ledger.events.at(-1)?.occurredAt ?? ledger.createdAt);
      const dueAt = Date.parse(ledger.expiresAt);
      if (
        readAt < run.quietSince(changed, readAt) + redisLagMs + run.slackMs ||
        dueAt < redis.readUntil + marginMs
      )
        return [];
      return [
        ...wrongTime('alarm', redis.alarms.get(id), dueAt),
        ...wrongTime('countdown key', redis.countdowns.get(id), dueAt),
      ];
    },
  },
];

function wrongTime(kind: string, at: number | undefined, dueAt: number): string[] {
  if (at === undefined) return [`pending without ${kind}`];
  const offMs = at - dueAt;
  // What reading Redis took is in the difference, too.
  return Math.abs(offMs) <= 2 * dueToleranceMs ? [] : [`the ${kind} is ${Math.round(offMs)} ms off`];
}
