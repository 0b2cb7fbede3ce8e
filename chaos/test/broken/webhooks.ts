import { deliveryKey, eventKey } from '../../src/checker/final-state.ts';
import type { Broken } from '../support/breaking.ts';
import type { HandMadeRun } from '../support/clean-run.ts';
import { webhook } from '../support/hand-made.ts';

const endpointId = 'whe_all';

const webhookOf = ({ history, cancelled }: HandMadeRun, sequence: number) =>
  history.webhooks.find(({ id }) => id === cancelled.events[sequence - 1]!.webhookId)!;

const deliveryOf = ({ state, cancelled }: HandMadeRun, sequence: number) =>
  state.deliveries.get(deliveryKey(endpointId, cancelled.id, sequence))![0]!;

/** Histories with one thing wrong with a webhook. */
export const brokenWebhooks: Broken[] = [
  [
    'webhooks_delivered_or_due',
    'an event was never delivered, and nothing is left of it',
    'cancelled',
    ({ state, cancelled }) => state.deliveries.delete(deliveryKey(endpointId, cancelled.id, 2)),
  ],
  [
    'webhooks_delivered_or_due',
    'an event has two deliveries to one endpoint',
    'cancelled',
    ({ state, cancelled }) => {
      const key = deliveryKey(endpointId, cancelled.id, 2);
      state.deliveries.set(key, [...state.deliveries.get(key)!, ...state.deliveries.get(key)!]);
    },
  ],
  [
    'webhooks_delivered_or_due',
    'an event counts as delivered, and its receiver has failed',
    'cancelled',
    (run) => (webhookOf(run, 2).answered = 500),
  ],
  [
    'webhooks_tell_the_ledger',
    'a webhook says something else than the event',
    'cancelled',
    (run) => (webhookOf(run, 2).body = webhookOf(run, 2).body.replace('"c1"', '"c2"')),
  ],
  [
    'webhooks_tell_the_ledger',
    'a webhook has a wrong signature',
    'cancelled',
    (run) => (webhookOf(run, 2).isVerified = false),
  ],
  [
    'webhooks_tell_the_ledger',
    'a webhook tells of an event that the ledger does not have',
    'cancelled',
    (run) => {
      const { body } = webhookOf(run, 3);
      run.history.webhooks.push({
        ...webhookOf(run, 3),
        id: 'evt_9',
        body: body.replace('"sequence":3', '"sequence":4'),
      });
    },
  ],
  [
    'one_webhook_id_per_event',
    'an event came with the webhook-id of another',
    'cancelled',
    (run) => (webhookOf(run, 2).id = webhookOf(run, 3).id),
  ],
  [
    'attempts_are_counted',
    'an event came more often than it was attempted',
    'cancelled',
    (run) => {
      run.history.webhooks.push({ ...webhookOf(run, 2), receivedAt: 536, answered: 500 });
    },
  ],
  [
    'acknowledged_webhooks_do_not_come_again',
    'an event came again after it had been acknowledged',
    'cancelled',
    (run) => {
      deliveryOf(run, 2).attempts = 2;
      run.history.webhooks.push(webhook(run.cancelled, 2, endpointId, 5_600));
    },
  ],
];

/** What is no break, though it may look like one. */
export const keptWebhooks: [how: string, change: (run: HandMadeRun) => void][] = [
  [
    'an acknowledged event comes again while the ledger is read',
    (run) => {
      run.history.webhooks.push(webhook(run.cancelled, 2, endpointId, run.state.readAt + 1));
    },
  ],
  [
    'a delivery is pending',
    (run) => {
      deliveryOf(run, 2).status = 'pending';
      webhookOf(run, 2).answered = 500;
    },
  ],
  [
    'an event waits in the outbox',
    ({ state, history, cancelled }) => {
      state.deliveries.delete(deliveryKey(endpointId, cancelled.id, 2));
      state.outbox.add(eventKey(cancelled.id, 2));
      history.webhooks = history.webhooks.filter(({ id }) => id !== 'evt_cancelled_2');
    },
  ],
  [
    'a fault kept the worker from recording that an event was acknowledged',
    (run) => {
      run.faults.push({ startedAt: 537, endedAt: 900 });
      deliveryOf(run, 2).attempts = 2;
      run.history.webhooks.push(webhook(run.cancelled, 2, endpointId, 5_600));
    },
  ],
];
