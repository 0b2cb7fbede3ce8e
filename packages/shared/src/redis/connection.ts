import { Redis as SingleRedis, type Cluster, type RedisOptions } from 'ioredis';
import type { Logger } from '../platform/logger.ts';
import { isClusterUrl, redisUrls } from '../platform/redis-url.ts';
import { credentialsOf } from './cluster-nodes.ts';
import { openCluster } from './cluster.ts';
import { endLostConnection } from './lost-connection.ts';

/** A connection to one server, or to the nodes of a cluster. */
export type Redis = SingleRedis | Cluster;

const retryStrategy = (attempt: number) => Math.min(attempt * 50, 1_000);

/** After a failover the old primary is read-only, and a restarted server is loading: another connection may work. */
const reconnectOnError = (error: Error) => /^(READONLY|LOADING)/.test(error.message);

const reconnecting = { retryStrategy, reconnectOnError, connectTimeout: 2_000 } satisfies RedisOptions;

/** Commands are never queued or sent again, and a server that stops answering counts as disconnected after 2 s. */
const failingFast = {
  ...reconnecting,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  socketTimeout: 2_000,
} satisfies RedisOptions;

/**
 * A connection for code that must go on without Redis: commands fail at once while it is disconnected. What was sent on
 * a connection that was lost can't take effect any more once another one is ready.
 */
export function createProducerRedis(url: string, logger: Logger): Redis {
  const role = 'producer';
  if (isClusterUrl(url)) return openCluster(redisUrls(url), { role, logger, isFailingFast: true });
  const redis = logConnection(new SingleRedis(url, failingFast), role, logger);
  return endLostConnection(redis, logger);
}

/** Does not subscribe again by itself after a reconnect, because the wanted channels may have changed meanwhile. */
const subscribing = { ...failingFast, autoResubscribe: false } satisfies RedisOptions;

/** A connection to one server for subscriptions: subscribe again on `ready`. */
export function createSubscriberRedis(url: string, logger: Logger): SingleRedis {
  return logConnection(new SingleRedis(url, subscribing), 'subscriber', logger);
}

/**
 * A connection for subscriptions to one node of a cluster.
 *
 * @param url of the cluster
 * @param address of the node, as the cluster tells it
 */
export function createNodeSubscriberRedis(url: string, address: string, logger: Logger): SingleRedis {
  const [first = ''] = redisUrls(url);
  const at = address.lastIndexOf(':');
  const [host, port] = [address.slice(0, at), Number(address.slice(at + 1))];
  const redis = new SingleRedis({ ...subscribing, ...credentialsOf(first), host, port });
  // The connections that ask it for other things say so, too.
  redis.on('error', (error: Error) =>
    logger.debug(
      { err: error, node: address, role: 'subscriber' },
      'a node of the redis cluster does not answer',
    ),
  );
  return redis;
}

/** A connection for BullMQ workers, whose blocking reads have no time limit. */
export function createConsumerRedis(url: string, logger: Logger): Redis {
  const role = 'consumer';
  if (isClusterUrl(url)) return openCluster(redisUrls(url), { role, logger, isFailingFast: false });
  return logConnection(new SingleRedis(url, { ...reconnecting, maxRetriesPerRequest: null }), role, logger);
}

/** A connection for a tool: its commands wait until it is connected, and the one that fails says why. */
export function createToolRedis(url: string): Redis {
  const redis = isClusterUrl(url)
    ? openCluster(redisUrls(url), { role: 'tool', isFailingFast: false })
    : new SingleRedis(url, { maxRetriesPerRequest: 0 });
  redis.on('error', () => undefined);
  return redis;
}

/** Logs once when Redis is lost and once when it is back, regardless of the number of attempts in between. */
function logConnection(redis: SingleRedis, role: string, logger: Logger): SingleRedis {
  let isLost = false;
  redis.on('error', (error: Error) => {
    if (!isLost) logger.warn({ err: error, role }, 'redis is not available');
    isLost = true;
  });
  redis.on('ready', () => {
    if (isLost) logger.info({ role }, 'redis is available again');
    isLost = false;
  });
  return redis;
}
