import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startChild } from '@order-countdown/local-services/child';
import { findFreePort } from '@order-countdown/local-services/ports';
import { root } from './documents.ts';
import { requireHaproxy } from './required-program.ts';
import { until } from './until.ts';

const statistics = fileURLToPath(new URL('haproxy-statistics.cfg', import.meta.url));

/** A HAProxy with one of our examples. */
export interface HaproxyProcess {
  /** The host and port that it listens on. */
  host: string;
  /** What HAProxy knows of a server, by the names of its own CSV: `status`, `wretr` (retries), `eresp` and so on. */
  server(backend: string, name: string): Promise<Record<string, string>>;
  /** As `systemctl reload haproxy` does: another process takes over, and the one of before ends its connections. */
  reload(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param example its path in this repository
 * @param env its variables, except BIND
 */
export async function startHaproxyProcess(
  example: string,
  env: Record<string, string>,
): Promise<HaproxyProcess> {
  const command = await requireHaproxy();
  const [port, statisticsPort] = [await findFreePort(), await findFreePort()];
  const host = `127.0.0.1:${port}`;
  const lines: string[] = [];
  const start = (...more: string[]) =>
    startChild({
      command,
      args: ['-db', '-f', join(root, example), '-f', statistics, ...more],
      env: { ...env, BIND: host, STATISTICS: `127.0.0.1:${statisticsPort}` },
      onLine: (line) => void lines.push(line),
      stopSignal: 'SIGTERM',
      graceMs: 2_000,
    });
  let child = await start();

  async function server(backend: string, name: string): Promise<Record<string, string>> {
    const response = await fetch(`http://127.0.0.1:${statisticsPort}/;csv`);
    const [header = '', ...rows] = (await response.text()).replace(/^# /, '').trim().split('\n');
    const names = header.split(',');
    const row = rows.find((each) => each.startsWith(`${backend},${name},`))?.split(',') ?? [];
    return Object.fromEntries(names.map((each, index) => [each, row[index] ?? '']));
  }

  await until(async () => {
    if (child.hasExited()) throw new Error(lines.join('\n'));
    return server('', '').catch(() => null);
  });
  return {
    host,
    server,
    async reload() {
      const before = child;
      child = await start('-sf', String(before.pid));
      await before.exited;
    },
    stop: () => child.stop(),
  };
}
