import { startHaproxyProcess, type HaproxyProcess } from './haproxy-process.ts';

/** HAProxy in front of two APIs, as `deploy/haproxy/haproxy.cfg` sets it up. */
export interface Haproxy extends Pick<HaproxyProcess, 'stop'> {
  url: string;
  /** As in {@link HaproxyProcess}. */
  server(name: ServerName): Promise<Record<string, string>>;
}

export type ServerName = 'api-1' | 'api-2';

/** @param apiUrls of the two APIs */
export async function startHaproxy([first, second]: readonly [string, string]): Promise<Haproxy> {
  const haproxy = await startHaproxyProcess('deploy/haproxy/haproxy.cfg', {
    API_1: new URL(first).host,
    API_2: new URL(second).host,
  });
  return {
    url: `http://${haproxy.host}`,
    server: (name) => haproxy.server('api', name),
    stop: () => haproxy.stop(),
  };
}
