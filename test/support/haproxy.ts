import { fileURLToPath } from 'node:url';
import { startChild } from '@order-countdown/local-services/child';
import { findFreePort } from '@order-countdown/local-services/ports';
import { requireHaproxy } from './required-program.ts';
import { until } from './until.ts';

const example = fileURLToPath(new URL('../../deploy/haproxy/haproxy.cfg', import.meta.url));
const statistics = fileURLToPath(new URL('haproxy-statistics.cfg', import.meta.url));

/** HAProxy in front of two APIs, as `deploy/haproxy/haproxy.cfg` sets it up. */
export interface Haproxy {
  url: string;
  /** What HAProxy knows of a server, by the names of its own CSV: `status`, `wretr` (retries), `eresp` and so on. */
  server(name: ServerName): Promise<Record<string, string>>;
  stop(): Promise<void>;
}

export type ServerName = 'api-1' | 'api-2';

/** @param apiUrls of the two APIs */
export async function startHaproxy([first, second]: readonly [string, string]): Promise<Haproxy> {
  const command = await requireHaproxy();
  const [port, statisticsPort] = [await findFreePort(), await findFreePort()];
  const lines: string[] = [];
  const child = await startChild({
    command,
    args: ['-db', '-f', example, '-f', statistics],
    env: {
      BIND: `127.0.0.1:${port}`,
      STATISTICS: `127.0.0.1:${statisticsPort}`,
      API_1: new URL(first).host,
      API_2: new URL(second).host,
    },
    onLine: (line) => void lines.push(line),
    stopSignal: 'SIGTERM',
    graceMs: 2_000,
  });

  async function server(name: ServerName): Promise<Record<string, string>> {
    const response = await fetch(`http://127.0.0.1:${statisticsPort}/;csv`);
    const [header = '', ...rows] = (await response.text()).replace(/^# /, '').trim().split('\n');
    const names = header.split(',');
    const row = rows.find((each) => each.startsWith(`api,${name},`))?.split(',') ?? [];
    return Object.fromEntries(names.map((each, index) => [each, row[index] ?? '']));
  }

  await until(async () => {
    if (child.hasExited()) throw new Error(lines.join('\n'));
    return server('api-1').catch(() => null);
  });
  return { url: `http://127.0.0.1:${port}`, server, stop: () => child.stop() };
}
