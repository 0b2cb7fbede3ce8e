import { orderIdFromUuid } from '@order-countdown/shared/order/order-id';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { backendToken } from '@order-countdown/test/tokens';
import {
  countOrders,
  json,
  orderContent,
  type Contender,
  type Running,
  type StartOptions,
} from './contender.ts';
import { startProcess } from './process.ts';
import type { Stores } from './stores.ts';

/** All clients are at one address, so the limits on one are raised. They are on, as are authentication and logging. */
export const raised = {
  LOG_LEVEL: 'info',
  RATE_LIMIT_PER_MINUTE: '10000000',
  MAX_CONNECTIONS_PER_ADDRESS: '12000',
};

export const ours: Contender = { name: 'order-countdown', start: startOurs };

/** Without Redis: Postgres holds the queues, too. */
export const oursAlone: Contender = {
  name: 'order-countdown-alone',
  start: (stores, options) => startOurs({ ...stores, redisUrl: 'none' }, options),
};

/** @param env further variables of both processes */
export async function startOurs(
  stores: Stores,
  { windowSeconds }: StartOptions = {},
  env: Record<string, string> = {},
): Promise<Running> {
  await migrateOurs(stores);
  const window = windowSeconds === undefined ? {} : { PAYMENT_WINDOW_SECONDS: String(windowSeconds) };
  const all = {
    NODE_ENV: 'test',
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    PORT: '0',
    WORKER_PORT: '0',
    ...raised,
    ...window,
    ...env,
  };
  const start = (app: 'api' | 'worker') => startProcess(`apps/${app}/src/main.ts`, [], all, portFrom);
  const [api, firstWorker] = await Promise.all([start('api'), start('worker')]);
  let worker = firstWorker;
  const pids = { api: api.pid, worker: worker.pid };
  const body = JSON.stringify(orderContent);
  return {
    url: `http://127.0.0.1:${api.ready}`,
    headers: { ...json, Authorization: `Bearer ${backendToken}` },
    pids,
    place: () => ({ method: 'POST', path: '/v1/orders', body }),
    pay: (id) => ({
      method: 'POST',
      path: `/v1/orders/${id}/pay`,
      body: JSON.stringify({ paymentReference: `pay_${id}` }),
    }),
    countdown: (id) => ({ method: 'GET', path: `/v1/orders/${id}/countdown` }),
    async pendingIds() {
      const { rows } = await stores.postgres.query<{ id: string }>(
        `select id from orders where status = 'pending' order by id`,
      );
      return rows.map(({ id }) => orderIdFromUuid(id));
    },
    count: () => countOrders(stores),
    async restartWorker(meanwhile) {
      await worker.end('SIGKILL');
      await meanwhile();
      worker = await start('worker');
      pids.worker = worker.pid;
    },
    async stop() {
      await Promise.all([api.end('SIGTERM'), worker.end('SIGTERM')]);
    },
  };
}

export const migrateOurs = ({ databaseUrl, redisUrl }: Stores) =>
  migrate(databaseUrl, createLogger('bench', 'error'), { redisUrl });

/** The port in the line that says where the process listens. */
const portFrom = (line: string) => (JSON.parse(line) as { address?: { port: number } }).address?.port;
