import type { Redis } from 'ioredis';
import type { Logger } from '../platform/logger.ts';

/** A client as the server knows it. */
interface KnownClient {
  id: string;
  addr: string;
}

/** Of the connections to one server, the last one. */
export interface LastClient {
  client: KnownClient | null;
}

/**
 * The network may still hold bytes of a connection that we have given up. The server drops them with its side of the
 * connection, before it runs any command of the next one.
 *
 * @param last where this connection is noted, for the next one to the same server
 */
export function endLostConnection(redis: Redis, logger: Logger, last: LastClient = { client: null }): Redis {
  redis.on('ready', () => {
    const lost = last.client;
    last.client = null;
    const ending = lost && redis.call('CLIENT', 'KILL', 'ID', lost.id, 'ADDR', lost.addr);
    Promise.all([redis.client('INFO'), ending])
      .then(([info]) => {
        last.client = clientOf(info);
      })
      .catch((error: unknown) => logger.debug({ err: error }, 'could not end the lost connection to redis'));
  });
  return redis;
}

/** Another server, after a failover, may know another client by the same id, but not at the same address. */
function clientOf(info: unknown): KnownClient | null {
  const [, id, addr] = /^id=(\d+) addr=(\S+)/.exec(String(info)) ?? [];
  return id && addr ? { id, addr } : null;
}
