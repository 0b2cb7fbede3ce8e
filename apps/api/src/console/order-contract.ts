import { z } from 'zod';
import { paymentOutcomes } from '@order-countdown/shared/order/payment';
import { alarmStates } from '@order-countdown/shared/redis/alarm';
import { time } from '../http/schemas.ts';
import { refundResponse } from '../orders/refund-contract.ts';
import { orderResponse, paymentAttemptResponse, timelineResponse } from '../orders/responses.ts';
import { webhookDeliveryResponse } from '../webhooks/contract.ts';

/** What the console is told about one order. */

export const setAlarmBody = z.strictObject({});

export const alarmResponse = z.object({
  queue: z.string(),
  jobId: z.string(),
  dueAt: time.nullable().describe('Null unless it is delayed.'),
  state: z.enum(alarmStates),
});

const payment = z.object({
  reference: z.string().nullable(),
  amount: z.int().min(1),
  outcome: z.enum(paymentOutcomes),
  recordedAt: time,
  refundId: z.string().nullable(),
});

const delivery = webhookDeliveryResponse.extend({
  endpointId: z.string(),
  endpointUrl: z.string().nullable().describe('Null: the endpoint was removed.'),
});

export const shownOrderResponse = z.object({
  order: orderResponse,
  serverTime: time.describe("The database's clock."),
  events: timelineResponse.describe('The first 100.'),
  attempts: z.array(paymentAttemptResponse).describe('Oldest first.'),
  payments: z.array(payment).describe('Newest first, at most 100.'),
  refunds: z.array(refundResponse).describe('Newest first, at most 100.'),
  deliveries: z.array(delivery).describe('Newest first, at most 100.'),
  alarm: alarmResponse.nullable().describe('Null: none is set, or Redis is away.'),
  redis: z
    .object({
      state: z
        .enum(['agrees', 'settling', 'differs', 'unknown'])
        .describe('`settling`: the order changed within the last 5 s, or is about to be due.'),
      differences: z.array(z.string()),
    })
    .describe('Whether Redis says the same of the order as the ledger.'),
});

export const alarmSetResponse = z.object({ alarm: alarmResponse.nullable() });

export type ShownOrderResponse = z.infer<typeof shownOrderResponse>;
export type AlarmResponse = z.infer<typeof alarmResponse>;
