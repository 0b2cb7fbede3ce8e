import { countOrders, json, orderContent, type Contender } from './contender.ts';
import { startProcess } from './process.ts';

/** A server that only this peer needs. */
export interface Service {
  env: Record<string, string>;
  pids: Record<string, number>;
  stop(): Promise<void>;
}

interface PeerOptions {
  env?: Record<string, string>;
  unavailable?: () => string | undefined;
  startService?: () => Promise<Service>;
}

const noService: Service = { env: {}, pids: {}, stop: async () => undefined };

/** A program of `bench/peers`, as two processes: `node <name>.ts api` and `node <name>.ts worker`. */
export function peer(name: string, { env: ownEnv, unavailable, startService }: PeerOptions = {}): Contender {
  return {
    name,
    ...(unavailable && { unavailable }),
    async start(stores, { windowSeconds = 1_800 } = {}) {
      const service = (await startService?.()) ?? noService;
      const env = {
        NODE_ENV: 'production',
        DATABASE_URL: stores.databaseUrl,
        REDIS_URL: stores.redisUrl,
        WINDOW_SECONDS: String(windowSeconds),
        ...service.env,
        ...ownEnv,
      };
      // The api creates the tables.
      const api = await startPeer(name, 'api', env);
      let worker = await startPeer(name, 'worker', env);
      const body = JSON.stringify(orderContent);
      const pids = { api: api.pid, worker: worker.pid, ...service.pids };
      return {
        url: `http://127.0.0.1:${api.ready}`,
        headers: json,
        pids,
        place: () => ({ method: 'POST', path: '/orders', body }),
        pay: (id) => ({
          method: 'POST',
          path: `/orders/${id}/pay`,
          body: JSON.stringify({ paymentReference: `pay_${id}` }),
        }),
        countdown: (id) => ({ method: 'GET', path: `/orders/${id}/countdown` }),
        async pendingIds() {
          const { rows } = await stores.postgres.query<{ id: string }>(
            `select id from orders where status = 'pending' order by id`,
          );
          return rows.map(({ id }) => id);
        },
        count: () => countOrders(stores),
        async restartWorker(meanwhile) {
          await worker.end('SIGKILL');
          await meanwhile();
          worker = await startPeer(name, 'worker', env);
          pids.worker = worker.pid;
        },
        async stop() {
          // They have nothing to lose, and some take seconds to stop in good order.
          await Promise.all([api.end('SIGKILL'), worker.end('SIGKILL')]);
          await service.stop();
        },
      };
    },
  };
}

/** Waits for the process's first line: the api's port, or that the worker works. */
const startPeer = (name: string, role: 'api' | 'worker', env: Record<string, string>) =>
  startProcess(`bench/peers/${name}.ts`, [role], env, (line) => line);
