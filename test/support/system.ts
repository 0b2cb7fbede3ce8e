import { orderIdFromUuid } from '@order-countdown/shared/order/order-id';
import { brokenPromises } from './promises.ts';
import { createClient, type Client } from './client.ts';
import { createTestContext, type TestContext } from './context.ts';
import { startApi, startWorker, type RunningProcess } from './processes.ts';

/** The whole service: one api, one worker, and stores of their own. */
export interface System {
  context: TestContext;
  api: RunningProcess;
  worker: RunningProcess;
  /** Sends requests as a backend. */
  client: Client;
  /** Sends requests without a token. */
  anonymous: Client;
  /** @throws Error if a process exits with another code than 0 */
  close: () => Promise<void>;
}

export interface SystemOptions {
  redisUrl?: string;
  apiEnv?: Record<string, string>;
  workerEnv?: Record<string, string>;
}

/** With a sweep this rare, the orders of a test are cancelled by their alarms. */
export const withoutSweep = { SWEEP_INTERVAL_MS: '3600000' };

/**
 * Whatever a file tested, its orders keep the promises. Those about Redis and about overdue orders need a running
 * worker, so tests of outages check them themselves. What tests write by SQL, as a million orders, has no events.
 */
async function requireKeptPromises(context: TestContext): Promise<void> {
  const written = await context.postgres.query(
    `select id from orders where not exists (select from order_events where order_id = orders.id)`,
  );
  const byHand = new Set(written.rows.map(({ id }: { id: string }) => orderIdFromUuid(id)));
  const broken = await brokenPromises({ databaseUrl: context.databaseUrl });
  const breaks = broken.filter(
    ({ promise, orderId }) => promise !== 'nothing_overdue' && !byHand.has(orderId),
  );
  if (breaks.length > 0) throw new Error(`broken promises: ${JSON.stringify(breaks.slice(0, 5))}`);
}

export async function startSystem(options: SystemOptions = {}): Promise<System> {
  const context = await createTestContext(options.redisUrl);
  const [api, worker] = await Promise.all([
    startApi(context, options.apiEnv),
    startWorker(context, options.workerEnv),
  ]);
  return {
    context,
    api,
    worker,
    client: createClient(api.url),
    anonymous: createClient(api.url, null),
    async close() {
      const codes = await Promise.all([api.end(), worker.end()]);
      try {
        await requireKeptPromises(context);
      } finally {
        await context.close();
      }
      if (codes.some((code) => code !== 0 && code !== null)) {
        throw new Error(`exit codes ${codes.join(', ')}`);
      }
    },
  };
}
