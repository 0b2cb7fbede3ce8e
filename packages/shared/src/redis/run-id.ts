import type { Redis } from './connection.ts';

/** The run id changes with every restart of the server, and on failover. */
export async function readRunId(redis: Redis): Promise<string> {
  const runId = /^run_id:(\S+)/m.exec(await redis.info('server'))?.[1];
  if (!runId) throw new Error('the INFO reply of redis has no run_id');
  return runId;
}
