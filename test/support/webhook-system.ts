import { createLogger } from '@order-countdown/shared/platform/logger';
import { createConsumerRedis } from '@order-countdown/shared/redis/connection';
import { createDeliveryStore } from '../../apps/worker/src/webhooks/delivery-store.ts';
import { createSecretBox } from '@order-countdown/shared/webhooks/secret';
import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { startDelivery, type DeliveryDependencies } from '../../apps/worker/src/webhooks/deliver.ts';
import type { Client } from './client.ts';
import { openPostgres } from './postgres.ts';

interface Stores {
  databaseUrl: string;
  redisUrl: string;
}

type DeliveryOptions = Partial<Pick<DeliveryDependencies, 'policy' | 'retryDelaysMs'>>;

/** As {@link startLocalDelivery}, with up to 50 retries, 50 ms apart. */
export function startImpatientDelivery(stores: Stores, options: DeliveryOptions = {}) {
  return startLocalDelivery(stores, { retryDelaysMs: Array.from({ length: 50 }, () => 50), ...options });
}

/** The part of a worker that delivers webhooks, in this process. */
export function startLocalDelivery(
  stores: Stores,
  options: DeliveryOptions = {},
): { close(): Promise<void> } {
  const logger = createLogger('test', 'silent');
  const postgres = openPostgres(stores.databaseUrl);
  const redis = createConsumerRedis(stores.redisUrl, logger);
  const delivery = startDelivery({
    store: createDeliveryStore(postgres),
    secrets: createSecretBox(developmentSecrets.APP_SECRET),
    policy: { allowsPrivateNetwork: true, allowsHttp: true },
    redis,
    logger,
    metrics: { attempted: () => undefined, delivered: () => undefined },
    ...options,
  });
  return {
    async close() {
      await delivery.close();
      redis.disconnect();
      await postgres.close();
    },
  };
}

export interface Endpoint {
  id: string;
  secret: string;
  /** The deliveries to it, newest first. */
  // oxlint-disable-next-line typescript/no-explicit-any -- as in client.ts
  deliveries(): Promise<any[]>;
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
