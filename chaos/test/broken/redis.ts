import type { Broken } from '../support/breaking.ts';

/** States in which Redis does not agree with the ledger at the end. */
export const brokenRedis: Broken[] = [
  [
    'no_trace_of_final_orders',
    'a paid order has an alarm',
    'paid',
    ({ state, paid }) => state.redis.alarms.set(paid.id, 0),
  ],
  [
    'no_trace_of_final_orders',
    'an expired order has a countdown key five seconds after the last fault',
    'expired',
    ({ state, expired, faults }) => {
      faults.push({ startedAt: 500, endedAt: state.readAt - 5_000 });
      state.redis.countdowns.set(expired.id, Infinity);
    },
  ],
  [
    'pending_orders_are_set',
    'a pending order has no alarm',
    'pending',
    ({ state, pending }) => state.redis.alarms.delete(pending.id),
  ],
  [
    'pending_orders_are_set',
    'an alarm is minutes off',
    'pending',
    ({ state, pending }) => state.redis.alarms.set(pending.id, Date.parse(pending.expiresAt) - 300_000),
  ],
  [
    'pending_orders_are_set',
    'a countdown key never ends',
    'pending',
    ({ state, pending }) => state.redis.countdowns.set(pending.id, Infinity),
  ],
];
