import { createLogger } from '@order-countdown/shared/platform/logger';
import { createPostgres } from '@order-countdown/shared/platform/postgres';
import { createConsumerRedis } from '@order-countdown/shared/redis/connection';
import { createDeliveryStore } from '../../apps/worker/src/webhooks/delivery-store.ts';
import { createSecretBox } from '@order-countdown/shared/webhooks/secret';
import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { startDelivery, type DeliveryDependencies } from '../../apps/worker/src/webhooks/deliver.ts';
import type { Client } from './client.ts';

/** The part of a worker that delivers, in this process, so that a test can be impatient with its retries. */
export function startImpatientDelivery(
  stores: { databaseUrl: string; redisUrl: string },
  options: Partial<Pick<DeliveryDependencies, 'policy' | 'retryDelaysMs'>> = {},
): { close(): Promise<void> } {
  const logger = createLogger('test', 'silent');
  const postgres = createPostgres({
    url: stores.databaseUrl,
    applicationName: 'order-countdown-test',
    onConnectionError: () => undefined,
  });
  const redis = createConsumerRedis(stores.redisUrl, logger);
  const delivery = startDelivery({
    store: createDeliveryStore(postgres),
    secrets: createSecretBox(developmentSecrets.APP_SECRET),
    policy: { allowsPrivateNetwork: true, allowsHttp: true },
    redis,
    logger,
    metrics: { attempted: () => undefined, delivered: () => undefined },
    retryDelaysMs: Array.from({ length: 50 }, () => 50),
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
  /** Its deliveries, newest first. */
  // oxlint-disable-next-line typescript/no-explicit-any -- as in client.ts
  deliveries(): Promise<any[]>;
  remove(): Promise<void>;
}

/** @throws when the api refuses */
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
