import type { Queues } from '@order-countdown/shared/redis/queues';
import { maxEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import { isDeliveryId } from '@order-countdown/shared/webhooks/ids';
import { retryDelaysSeconds, webhookQueueName } from '@order-countdown/shared/webhooks/queue';
import type { WebhookRelay } from '@order-countdown/shared/webhooks/relay';
import { windowSize, type Windows } from '@order-countdown/shared/webhooks/windows';
import { startConsumer, type Consumer, type JobResult } from '../consumer.ts';
import { createAttempts, type Attempt, type AttemptDependencies } from './attempt-delivery.ts';
import { tracedAttempt } from './traced-attempt.ts';
import type { Circuits } from './circuits.ts';
import type { DeliveryStore } from './delivery-store.ts';
import type { WebhookMetrics } from './metrics.ts';
import { createSlots, type Turn } from './slots.ts';
import type { SendableDelivery, StoredDelivery } from './stored-delivery.ts';

export interface DeliveryDependencies extends AttemptDependencies {
  store: DeliveryStore;
  circuits: Pick<Circuits, 'report'>;
  windows: Pick<Windows, 'leave'>;
  relay: Pick<WebhookRelay, 'nudge'>;
  /** On a connection that may block. */
  queues: Queues;
  metrics: Pick<WebhookMetrics, 'attempted' | 'delivered'>;
  /** The delay after each failed attempt. A delivery whose attempts outnumber them has failed. */
  retryDelaysMs?: readonly number[];
}

/** Concurrent deliveries to one endpoint. */
const perEndpoint = 10;

const workerOptions = {
  // Room for all that the windows hold, so that no endpoint waits for another. Most of them wait for their turn.
  concurrency: maxEndpoints * windowSize,
  // An attempt takes at most 10 s. If its worker is killed, another one takes the job over within 20 s.
  lockDuration: 15_000,
  stalledInterval: 5_000,
  maxStalledCount: 10,
  // Kept for the dashboard, where they can be retried.
  removeOnFail: { count: 10_000, age: 30 * 24 * 60 * 60 },
};

/** A delay is extended by a random share of up to this much, so that deliveries that failed together spread out. */
const jitter = 0.1;

const defaultDelaysMs = retryDelaysSeconds.map((seconds) => seconds * 1_000);

/** Consumes the queue `webhook`. Each job is one attempt to send a delivery. */
export function startDelivery(dependencies: DeliveryDependencies): Consumer {
  const { store, circuits, windows, relay, queues, logger, metrics } = dependencies;
  const { retryDelaysMs = defaultDelaysMs } = dependencies;
  const attempt = createAttempts(dependencies);
  const slots = createSlots(perEndpoint);

  async function deliver(id: string): Promise<JobResult> {
    if (!isDeliveryId(id)) return { result: 'failed', error: `the job's id is not a delivery id: ${id}` };
    const found = await look(id);
    const result = found.result ?? (await inTurn(found.delivery));
    if (found.delivery && result.result !== 'put_off') leaveWindow(found.delivery);
    return result;
  }

  async function look(id: string): Promise<Look> {
    const delivery = await store.read(id);
    if (!delivery) return { delivery: null, result: done('there is no such delivery') };
    if (!hasEndpoint(delivery)) return { delivery: null, result: await drop(() => store.drop(id)) };
    const result = await settle(delivery);
    return result ? { delivery, result } : { delivery };
  }

  /** @returns null: it is to be sent */
  async function settle(delivery: SendableDelivery): Promise<JobResult | null> {
    const { id, endpoint, status } = delivery;
    // A worker died between recording the success and completing the job, or an operator retried a delivered job.
    if (status === 'delivered') return done('delivered');
    if (!endpoint.enabled) return drop(() => store.fail({ id, error: 'the endpoint is disabled' }));
    if (status === 'pending') {
      // The job of an earlier attempt. One whose claim was taken back goes on: while it runs, no other job can be added.
      if (!delivery.isDue) return done('not due');
      if (endpoint.isOpen && !endpoint.isProbe) return release(id);
      if (delivery.attempts > retryDelaysMs.length) return failUnrecorded(id);
    }
    return null;
  }

  async function inTurn(delivery: SendableDelivery): Promise<JobResult> {
    const { id, endpoint } = delivery;
    const turn = await slots.turn(endpoint.id);
    // The worker is stopping.
    if (!turn) return { result: 'put_off', delayMs: 0 };
    if (!turn.isStale) return send(delivery, turn);
    const again = await look(id).catch(freeing(turn));
    if (!again.result) return send(again.delivery, turn);
    turn.free();
    return again.result;
  }

  async function send(delivery: SendableDelivery, turn: Turn): Promise<JobResult> {
    const { id, endpoint, message } = delivery;
    const retryInMs = nextDelayMs(delivery.attempts);
    const made = await tracedAttempt(delivery, () => attempt(delivery, retryInMs, () => turn.free())).catch(
      freeing(turn),
    );
    if (!made) {
      turn.free();
      return done('delivered');
    }
    // Whoever is next must see what a failure did to the circuit.
    void reportToCircuit(delivery, made).then(() => turn.free({ hasFailed: made.error !== null }));
    if (made.error === null) {
      metrics.attempted('delivered');
      metrics.delivered(Date.now() - message.occurredAt.getTime());
      return done('delivered');
    }
    const orderId = message.type === 'webhook.ping' ? null : message.orderId;
    const line = { deliveryId: id, endpointId: endpoint.id, orderId, type: message.type, error: made.error };
    if (made.status === 'failed' && made.isRecorded) {
      metrics.attempted('failed');
      logger.warn(line, 'webhook failed for good');
      return { result: 'failed', error: made.error };
    }
    metrics.attempted('retried');
    logger.info({ ...line, retryInMs: Math.round(retryInMs ?? 0) }, 'webhook will be retried');
    return done('to be retried');
  }

  /** Recording a success has closed the circuit, unless it was held then. */
  async function reportToCircuit(
    { id, endpoint }: SendableDelivery,
    { error, isRecovery }: Attempt,
  ): Promise<void> {
    if (error === null && !isRecovery) return;
    const { id: endpointId, url, isProbe } = endpoint;
    try {
      const change = await circuits.report({ endpointId, deliveryId: id, isProbe, error });
      if (change === 'opened') logger.warn({ endpointId, url, error }, 'webhook circuit opened');
      if (change === 'disabled') logger.error({ endpointId, url, error }, 'webhook endpoint disabled');
      if (error === null) relay.nudge();
    } catch (fault) {
      logger.debug({ err: fault, endpointId }, 'could not write a webhook circuit');
    }
  }

  /** If this fails, the next look at the window notices that the job is gone. */
  function leaveWindow({ id, endpoint }: SendableDelivery): void {
    windows.leave(endpoint.id, id).then(
      (mayBeMore) => {
        if (mayBeMore) relay.nudge();
      },
      (error: unknown) => logger.debug({ err: error, deliveryId: id }, 'could not leave a webhook window'),
    );
  }

  async function drop(write: () => Promise<void>): Promise<JobResult> {
    await write();
    metrics.attempted('dropped');
    return done('dropped');
  }

  async function release(id: string): Promise<JobResult> {
    await store.release(id);
    return done('the circuit is open');
  }

  async function failUnrecorded(id: string): Promise<JobResult> {
    const error = 'the result of the last attempt could not be recorded';
    await store.fail({ id, error });
    metrics.attempted('failed');
    return { result: 'failed', error };
  }

  /** @returns null after the last attempt */
  function nextDelayMs(attemptsSoFar: number): number | null {
    const delayMs = retryDelaysMs[attemptsSoFar];
    return delayMs === undefined ? null : delayMs * (1 + Math.random() * jitter);
  }

  const consumer = startConsumer({
    queue: webhookQueueName,
    idName: 'deliveryId',
    queues,
    logger,
    worker: workerOptions,
    run: deliver,
  });
  return {
    ...consumer,
    close() {
      slots.close();
      return consumer.close();
    },
  };
}

/** What a look at a delivery found: it has ended, or it is to be sent. */
type Look =
  | { delivery: SendableDelivery; result?: undefined }
  | { delivery: SendableDelivery | null; result: JobResult };

/** For what fails while it holds a slot. */
const freeing = (turn: Turn) => (error: unknown) => {
  turn.free();
  throw error;
};

const done = (value: string): JobResult => ({ result: 'done', value });

const hasEndpoint = (delivery: StoredDelivery): delivery is SendableDelivery => delivery.endpoint !== null;
