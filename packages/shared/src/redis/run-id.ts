import type { Redis } from './connection.ts';
import { isCluster } from './masters.ts';

const infoOfServer = `return redis.call('info', 'server')`;

/**
 * The run id changes with every restart of the server, and on failover.
 *
 * @param key in a cluster, the server that is asked is the master of this key
 */
export async function readRunId(redis: Redis, key = ''): Promise<string> {
  const info = isCluster(redis) ? String(await redis.eval(infoOfServer, 1, key)) : await redis.info('server');
  const runId = /^run_id:(\S+)/m.exec(info)?.[1];
  if (!runId) throw new Error('the INFO reply of redis has no run_id');
  return runId;
}
