import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { startNode } from '@order-countdown/test/processes';
import { countOrders, json, orderContent, type Contender } from './contender.ts';

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
        url: `http://127.0.0.1:${api.firstLine}`,
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
          await worker.stop();
          await meanwhile();
          worker = await startPeer(name, 'worker', env);
          pids.worker = worker.pid;
        },
        async stop() {
          await Promise.all([api.stop(), worker.stop()]);
          await service.stop();
        },
      };
    },
  };
}

/** Starts one of its processes, and waits for its first line: the api's port, or that the worker works. */
async function startPeer(name: string, role: 'api' | 'worker', env: Record<string, string>) {
  const child = await startNode([fileURLToPath(new URL(`../peers/${name}.ts`, import.meta.url)), role], env);
  const exited = once(child, 'exit');
  const lines = createInterface(child.stdout!);
  const first = await Promise.race([once(lines, 'line'), exited.then(() => undefined)]);
  if (!first) throw new Error(`the ${role} of ${name} exited before it was ready`);
  return {
    pid: child.pid!,
    firstLine: String(first[0]),
    async stop() {
      // It has nothing to lose, and some take seconds to stop in good order.
      child.kill('SIGKILL');
      await exited;
    },
  };
}
