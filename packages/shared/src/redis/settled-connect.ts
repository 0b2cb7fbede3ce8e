import type { Cluster } from 'ioredis';

/**
 * Makes `connect` settle. While a cluster answers but is not whole, ioredis tries again by itself until it is ready, and forgets
 * the promise of the attempt that failed. BullMQ waits for it without a time limit after it has reset the connection on
 * which a worker blocks, so that worker would never take a job again.
 *
 * @returns the same client. Its duplicates, which BullMQ blocks on, are alike
 */
export function settleConnect(cluster: Cluster): Cluster {
  const [connect, duplicate] = [cluster.connect.bind(cluster), cluster.duplicate.bind(cluster)];
  // One for all attempts of an outage, since ioredis begins some of them.
  let outcome: PromiseWithResolvers<void> | null = null;
  const settle = (error?: Error) => {
    if (error) outcome?.reject(error);
    else outcome?.resolve();
    outcome = null;
  };
  cluster.on('ready', () => settle());
  cluster.on('end', () => settle(new Error('Connection is closed.')));

  return Object.assign(cluster, {
    connect() {
      if (isUnderway(cluster)) return connect();
      outcome ??= Promise.withResolvers();
      const { promise } = outcome;
      connect().then(() => settle(), settle);
      return promise;
    },
    duplicate: (...args: Parameters<Cluster['duplicate']>) => settleConnect(duplicate(...args)),
  });
}

/** Then another attempt is refused at once. */
const isUnderway = ({ status }: Cluster) =>
  status === 'connecting' || status === 'connect' || status === 'ready';
