import { Redis } from 'ioredis';
import { StartError } from '../platform/errors.ts';
import { isClusterUrl, redisUrls } from '../platform/redis-url.ts';
import { credentialsOf, nodeOf } from './cluster-nodes.ts';

/** An older server knows no sharded channels, and nothing that is written for a cluster is tested with it. */
const oldestMajorVersion = 7;

/** What does not answer by then is down, which keeps no process from starting. */
const timeLimitMs = 1_000;

/** @param info what `INFO server` answers. @returns the server's version if it is too old for a cluster, or null */
export function tooOldForCluster(info: string): string | null {
  const [, version = null, major] = /^redis_version:((\d+)\S*)/m.exec(info) ?? [];
  return Number(major) < oldestMajorVersion ? version : null;
}

/**
 * Asks the nodes that `REDIS_URL` names for their version, if they are nodes of a cluster.
 *
 * @throws StartError if one that answers within a second is too old
 */
export async function requireClusterVersion(url: string): Promise<void> {
  if (!isClusterUrl(url)) return;
  const [first = '', ...others] = redisUrls(url);
  const complaints = await Promise.all([first, ...others].map((each) => complaintAbout(each, first)));
  const complaint = complaints.find((each) => each !== null);
  if (complaint !== undefined) throw new StartError(complaint);
}

async function complaintAbout(url: string, first: string): Promise<string | null> {
  const { host, port } = nodeOf(url);
  const redis = new Redis({
    host,
    port,
    ...credentialsOf(first),
    connectTimeout: timeLimitMs,
    commandTimeout: timeLimitMs,
    retryStrategy: null,
  });
  redis.on('error', () => undefined);
  try {
    const version = tooOldForCluster(await redis.info('server'));
    if (version === null) return null;
    return `REDIS_URL: a Redis Cluster needs Redis ${oldestMajorVersion} or newer, but ${host}:${port} runs Redis ${version}`;
  } catch {
    return null;
  } finally {
    redis.disconnect();
  }
}
