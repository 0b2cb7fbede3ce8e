import { z } from 'zod';
import { time } from '../http/schemas.ts';
import { endpointStates } from '@order-countdown/shared/webhooks/endpoint-health';

/**
 * Answers of the operators' console about no single order. They are no part of the OpenAPI document: the console comes with the
 * server, and both change together.
 */

const count = z.int().min(0);
const store = z.enum(['up', 'down']);
const redis = z.enum([...store.options, 'none']);

export const overviewResponse = z.object({
  serverTime: time.describe('When this was computed, by the clock of the API.'),
  stores: z.object({ postgres: store, redis }),
  orders: z
    .object({
      pending: count,
      overdue: count.describe('Counted up to 10000. Part of `pending`.'),
      oldestOverdueMs: z.number().min(0),
    })
    .nullable()
    .describe('This and all other members are null while the store that they come from is away.'),
  duePerMinute: z
    .array(z.object({ minute: time, due: count }))
    .nullable()
    .describe('Pending orders by the minute of their deadline: what is left of this minute, and 59 more.'),
  endedPerMinute: z
    .array(
      z.object({
        minute: time,
        paid: count.nullable().describe('Null: not counted yet.'),
        cancelled: count.nullable(),
        swept: count.nullable().describe('Of `cancelled`: by the sweep, in place of an alarm.'),
      }),
    )
    .nullable()
    .describe('The last 59 minutes and this one.'),
  lateness: z
    .object({ count, p50Ms: z.number().nullable(), p99Ms: z.number().nullable() })
    .nullable()
    .describe('From the deadline to the cancellation, of the orders that expired last.'),
  drift: z
    .object({ alarms: count, pending: count, difference: z.int() })
    .nullable()
    .describe('Alarms to come, and pending orders before their deadline.'),
  refundsDue: z
    .object({
      count: count.describe('Counted up to 10000.'),
      oldestMs: z.number().min(0),
      sums: z.array(z.object({ currency: z.string(), amount: count, orders: count })),
    })
    .nullable(),
  endpoints: z
    .object({
      total: count,
      failing: z.array(z.object({ id: z.string(), url: z.string(), state: z.enum(endpointStates) })),
    })
    .nullable(),
});

export const queuesResponse = z.object({
  redis,
  queues: z
    .array(z.object({ name: z.string(), waiting: count, active: count, delayed: count, failed: count }))
    .nullable(),
});

export const endpointHealth = z.object({
  state: z
    .enum(endpointStates)
    .describe(
      '`open`: its circuit is, so deliveries pause. `disabled`: by the service. `off`: by its owner.',
    ),
  failures: count.describe('Since its last success.'),
  waiting: count.describe('Deliveries that are pending, counted up to 1000.'),
  failingSince: time.nullable(),
  openUntil: time.nullable(),
});

export type OverviewResponse = z.infer<typeof overviewResponse>;
export type QueuesResponse = z.infer<typeof queuesResponse>;
