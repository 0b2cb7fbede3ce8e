import { Redis } from 'ioredis';
import type { Logger } from '../platform/logger.ts';

export type { Redis } from 'ioredis';

const retryStrategy = (attempt: number) => Math.min(attempt * 50, 1_000);

/** A replica that was the primary, or a server still loading: the connection is of no use, another may be. */
const reconnectOnError = (error: Error) => /^(READONLY|LOADING)/.test(error.message);

/**
 * A connection for whoever must go on without Redis: commands fail at once while there is no
 * connection, none waits in a queue, and a server that stopped answering counts as gone.
 */
export function createProducerRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    retryStrategy,
    reconnectOnError,
    connectTimeout: 2_000,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    socketTimeout: 2_000,
  });
  return logConnection(redis, 'producer', logger);
}

/**
 * A connection that only listens, for whoever must know when it can't. Nothing is subscribed again by itself:
 * what is to be heard may have changed meanwhile.
 */
export function createSubscriberRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    retryStrategy,
    reconnectOnError,
    connectTimeout: 2_000,
    enableOfflineQueue: false,
    autoResubscribe: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    socketTimeout: 2_000,
  });
  return logConnection(redis, 'subscriber', logger);
}

/** A connection for BullMQ workers, whose blocking reads wait as long as it takes. */
export function createConsumerRedis(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    retryStrategy,
    reconnectOnError,
    connectTimeout: 2_000,
    maxRetriesPerRequest: null,
  });
  return logConnection(redis, 'consumer', logger);
}

/** Says once that Redis was lost and once that it is back, however many attempts lie between. */
function logConnection(redis: Redis, role: string, logger: Logger): Redis {
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
