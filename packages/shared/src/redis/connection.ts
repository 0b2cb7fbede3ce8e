import { Redis as SingleRedis, type Cluster, type RedisOptions } from 'ioredis';
import type { Logger } from '../platform/logger.ts';
import { isClusterUrl, redisUrls } from '../platform/redis-url.ts';
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

/**
 * A connection for subscriptions. It does not resubscribe after a reconnect, because the wanted channels may have
 * changed meanwhile: subscribe again on `ready`.
 */
export function createSubscriberRedis(url: string, logger: Logger): Redis {
  const role = 'subscriber';
  if (isClusterUrl(url))
    return openCluster(redisUrls(url), { role, logger, isFailingFast: true, isSubscriber: true });
  return logConnection(new SingleRedis(url, { ...failingFast, autoResubscribe: false }), role, logger);
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
