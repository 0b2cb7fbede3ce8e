/** `REDIS_URL`: one server, with commas the addresses of some nodes of a Redis Cluster, or none. */

/** What it says to have Postgres hold the queues, too. */
export const withoutRedis = 'none';

export const notRedisUrl = `must be a redis:// URL, or ${withoutRedis}: Postgres then holds the queues`;

const isRedisScheme = (url: URL) => /^rediss?:$/.test(url.protocol);

/** A password may have a comma: then the whole is one address. */
function isOneAddress(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && !`${url.hostname}${url.pathname}${url.search}`.includes(',');
}

/**
 * The addresses, each as a URL. Those after the first may leave out the scheme, and then have the first one's credentials and
 * query too: `redis://:secret@a:7000,b:7001`.
 */
export function redisUrls(text: string): string[] {
  if (isOneAddress(text)) return [text];
  const [first = '', ...others] = text.split(',').map((part) => part.trim());
  return [first, ...others.map((other) => (other.includes('://') ? other : likeFirst(first, other)))];
}

function likeFirst(first: string, hostAndPort: string): string {
  const [, before = '', query = ''] = /^(\w+:\/\/(?:[^@/]*@)?)[^/?]*\/?[^?]*(\?.*)?$/.exec(first) ?? [];
  return `${before}${hostAndPort}${query}`;
}

/** Whether it names a cluster. */
export const isClusterUrl = (text: string): boolean => redisUrls(text).length > 1;

/** @returns what is wrong with it, or null */
export function complaintAboutRedisUrl(text: string): string | null {
  if (text === withoutRedis) return null;
  const urls = redisUrls(text).map((each) => URL.parse(each));
  if (urls.some((url) => url === null || !isRedisScheme(url) || (urls.length > 1 && url.hostname === ''))) {
    return urls.length > 1
      ? 'must be a list of addresses of a cluster such as redis://host:7000,host:7001, separated by commas'
      : notRedisUrl;
  }
  if (urls.length === 1) return null;
  const credentials = new Set(urls.map((url) => `${url?.protocol}${url?.username}:${url?.password}`));
  if (credentials.size > 1)
    return 'must have the same scheme, username and password for all nodes of a cluster';
  if (urls.some((url) => !/^\/?0?$/.test(url?.pathname ?? ''))) {
    return 'must not name a database: a cluster has only database 0';
  }
  return null;
}
