import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from '../platform/logger.ts';

export type { Redis } from 'ioredis';

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
  return endLostConnections(logConnection(new Redis(url, failingFast), 'producer', logger), logger);
}

/**
 * A connection for subscriptions. It does not resubscribe after a reconnect, because the wanted channels may have
 * changed meanwhile: subscribe again on `ready`.
 */
export function createSubscriberRedis(url: string, logger: Logger): Redis {
  return logConnection(new Redis(url, { ...failingFast, autoResubscribe: false }), 'subscriber', logger);
}

/** A connection for BullMQ workers, whose blocking reads have no time limit. */
export function createConsumerRedis(url: string, logger: Logger): Redis {
  return logConnection(new Redis(url, { ...reconnecting, maxRetriesPerRequest: null }), 'consumer', logger);
}

/**
 * The network may still hold bytes of a connection that we have given up. The server drops them with its side of the
 * connection, before it runs any command of the next one.
 */
function endLostConnections(redis: Redis, logger: Logger): Redis {
  let last: { id: string; addr: string } | null = null;
  redis.on('ready', () => {
    const lost = last;
    last = null;
    const ending = lost && redis.call('CLIENT', 'KILL', 'ID', lost.id, 'ADDR', lost.addr);
    Promise.all([redis.client('INFO'), ending])
      .then(([info]) => {
        last = clientOf(info);
      })
      .catch((error: unknown) => logger.debug({ err: error }, 'could not end the lost connection to redis'));
  });
  return redis;
}

/** Another server, after a failover, may know another client by the same id, but not at the same address. */
function clientOf(info: unknown): { id: string; addr: string } | null {
  const [, id, addr] = /^id=(\d+) addr=(\S+)/.exec(String(info)) ?? [];
  return id && addr ? { id, addr } : null;
}

/** Logs once when Redis is lost and once when it is back, regardless of the number of attempts in between. */
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
