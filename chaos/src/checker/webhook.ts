import { isDeepStrictEqual } from 'node:util';
import { isAcknowledged } from '../history/history.ts';
import type { Check } from './check.ts';
import { isToldAs } from './erased.ts';
import { deliveryKey, eventKey, type LedgerEndpoint, type LedgerEvent } from './final-state.ts';
import type { OrderCase, ReceivedEvent } from './order-case.ts';
import { repeatedAfterAnswer } from './repeated-webhooks.ts';
import type { Acted } from './acted.ts';

export const webhookChecks: readonly Check[] = [
  {
    name: 'webhooks_delivered_or_due',
    promise:
      'Every event that an endpoint wants was acknowledged by it, or has a delivery that is pending or failed, or waits in the outbox.',
    broken(one, { state, history }) {
      if (one.ledger === null) return [];
      const endpoints = state.endpoints.filter(({ id }) => history.endpointIds.includes(id));
      return one.ledger.events.flatMap((event) =>
        endpoints
          .filter((endpoint) => isWanted(event, endpoint))
          .flatMap(({ id }) => {
            if (state.outbox.has(eventKey(one.id, event.sequence))) return [];
            const deliveries = state.deliveries.get(deliveryKey(id, one.id, event.sequence)) ?? [];
            if (deliveries.length !== 1)
              return [`event ${event.sequence} has ${deliveries.length} deliveries to ${id}`];
            if (deliveries[0]?.status !== 'delivered') return [];
            const isReceived = one.webhooks.some(
              (each) => each.endpointId === id && each.sequence === event.sequence && isAcknowledged(each),
            );
            return isReceived
              ? []
              : [`event ${event.sequence} counts as delivered to ${id}, which has not acknowledged it`];
          }),
      );
    },
  },
  {
    name: 'webhooks_tell_the_ledger',
    promise: 'A webhook is signed, and says what the event of the ledger says.',
    broken(one, run) {
      return one.webhooks
        .filter(({ receivedAt }) => receivedAt < run.state.readAt)
        .flatMap((webhook) => wrongContent(webhook, one));
    },
  },
  {
    name: 'one_webhook_id_per_event',
    promise: 'An event has one webhook-id in all attempts and at all endpoints, and shares it with no other.',
    broken({ ledger, webhooks }) {
      if (ledger === null) return [];
      return webhooks
        .filter(({ id, sequence }) => (ledger.events[sequence - 1]?.webhookId ?? id) !== id)
        .map(
          ({ id, sequence }) =>
            `event ${sequence} came as ${id}, and is ${ledger.events[sequence - 1]?.webhookId}`,
        );
    },
  },
  {
    name: 'attempts_are_counted',
    promise: 'An endpoint gets an event at most once for each attempt that is counted.',
    broken({ id: orderId, webhooks }, { state }) {
      const early = webhooks.filter(({ receivedAt }) => receivedAt < state.readAt);
      const byDelivery = Map.groupBy(early, (each) => deliveryKey(each.endpointId, orderId, each.sequence));
      return [...byDelivery].flatMap(([key, received]) => {
        const deliveries = state.deliveries.get(key) ?? [];
        const attempts = deliveries.reduce((sum, each) => sum + each.attempts, 0);
        if (deliveries.length === 0 || received.length <= attempts) return [];
        const { endpointId, sequence } = received[0]!;
        return [`event ${sequence} came ${received.length} times to ${endpointId}, in ${attempts} attempts`];
      });
    },
  },
  {
    name: 'acknowledged_webhooks_do_not_come_again',
    promise:
      'An event that was acknowledged is not sent again, unless a fault kept the worker from recording that.',
    broken(one, run) {
      return repeatedAfterAnswer(one)
        .filter(
          ({ first, again }) =>
            // To read the ledger keeps this process busy, and with it the links to the stores.
            again.receivedAt < run.state.readAt &&
            !run.isDisturbed(first.receivedAt, (first.answeredAt ?? first.receivedAt) + recordLimitMs),
        )
        .map(({ first, again }) => {
          const laterMs = Math.round(again.receivedAt - first.answeredAt!);
          return `event ${first.sequence} came to ${first.endpointId} again, ${laterMs} ms after it was acknowledged`;
        });
    },
  },
];

/** How long a worker tries to record a result before it gives up. */
const recordLimitMs = 30_000;

interface ToldData {
  orderId: string;
  sequence: number;
  order?: { id?: string; version?: number };
}

function isWanted({ type, occurredAt }: LedgerEvent, { eventTypes, createdAt }: LedgerEndpoint): boolean {
  return createdAt <= occurredAt && (eventTypes === null || eventTypes.includes(type));
}

function wrongContent(
  { sequence, isVerified, message, endpointId }: ReceivedEvent,
  one: OrderCase,
): string[] {
  if (!isVerified) return [`event ${sequence} came to ${endpointId} with a wrong signature`];
  const { ledger } = one;
  const event = ledger?.events[sequence - 1];
  if (!ledger || !event) return [`event ${sequence} came to ${endpointId}, and is not in the ledger`];
  const { order, orderId, sequence: _, actor: __, ...told } = message.data as unknown as ToldData & Acted;
  const { type, timestamp } = message;
  const isSame =
    isDeepStrictEqual(
      { type, timestamp, orderId },
      { type: event.type, timestamp: event.occurredAt, orderId: one.id },
    ) && isToldAs(told, event, ledger);
  // The order is told as it was when the message was sent.
  const isThatOrder = order?.id === one.id && Number(order.version) >= sequence;
  return isSame && isThatOrder
    ? []
    : [`event ${sequence} came to ${endpointId} as ${JSON.stringify(message)}`];
}
