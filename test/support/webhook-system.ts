import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { createSecretBox } from '@order-countdown/shared/webhooks/secret';
import { startTimetable } from '../../apps/worker/src/timetable.ts';
import { createCircuits } from '../../apps/worker/src/webhooks/circuits.ts';
import { startDelivery, type DeliveryDependencies } from '../../apps/worker/src/webhooks/deliver.ts';
import { createDeliveryStore } from '../../apps/worker/src/webhooks/delivery-store.ts';
import { createRelayTask } from '../../apps/worker/src/webhooks/relay-task.ts';
import type { Answer, Client } from './client.ts';
import { openCore } from './core.ts';

interface Stores {
  databaseUrl: string;
  redisUrl: string;
}

interface DeliveryOptions extends Partial<Pick<DeliveryDependencies, 'policy' | 'retryDelaysMs'>> {
  /** How long a circuit that has just opened lets nothing through. Default 100. */
  circuitPauseMs?: number;
}

/** As {@link startLocalDelivery}, with up to 50 retries, 50 ms apart. */
export function startImpatientDelivery(stores: Stores, options: DeliveryOptions = {}) {
  return startLocalDelivery(stores, { retryDelaysMs: Array.from({ length: 50 }, () => 50), ...options });
}

const metrics = { attempted: () => undefined, delivered: () => undefined, endpointsCounted: () => undefined };

/** The part of a worker that relays and delivers webhooks, in this process. */
export function startLocalDelivery(
  stores: Stores,
  { circuitPauseMs = 100, ...options }: DeliveryOptions = {},
): { close(): Promise<void> } {
  const core = openCore(stores);
  const { logger, relay, windows } = core;
  const queues = core.openConsumers();
  const circuits = createCircuits(core.postgres, circuitPauseMs);
  const delivery = startDelivery({
    store: createDeliveryStore(core.postgres),
    circuits,
    windows,
    relay,
    secrets: createSecretBox(developmentSecrets.APP_SECRET),
    policy: { allowsPrivateNetwork: true, allowsHttp: true, allowedPorts: [] },
    queues,
    logger,
    metrics,
    ...options,
  });
  const run = createRelayTask({ ...core, circuits, metrics });
  const timetable = startTimetable([{ name: 'webhooks', intervalMs: 20, run }], core);
  return {
    async close() {
      await timetable.stop();
      await delivery.close();
      await queues.close();
      await core.close();
    },
  };
}

export interface Endpoint {
  id: string;
  secret: string;
  /** The deliveries to it, newest first. */
  deliveries(): Promise<Answer['body'][]>;
  remove(): Promise<void>;
}

/** Registers an endpoint. @throws Error if the api refuses it */
export async function register(client: Client, url: string, options: object = {}): Promise<Endpoint> {
  const { status, body } = await client.post('/v1/webhook-endpoints', { url, ...options });
  if (status !== 201) throw new Error(`registering was answered with ${status}: ${JSON.stringify(body)}`);
  const path = `/v1/webhook-endpoints/${body.id}`;
  return {
    id: body.id,
    secret: body.secret,
    deliveries: async () => (await client.get(`${path}/deliveries?limit=100`)).body.data,
    async remove() {
      await client.send(path, { method: 'DELETE' });
    },
  };
}
