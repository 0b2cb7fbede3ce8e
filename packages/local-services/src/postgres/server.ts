import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describeExit, startChild, type Child } from '../process/child.ts';
import { isTaken, readPid, stopLeftover } from '../process/leftover.ts';
import { openCluster, type Cluster } from './cluster.ts';
import type { LocalService } from '../process/service.ts';
import { launchAs } from '../process/unprivileged.ts';

const START_LIMIT_MS = 60_000;
const STOP_GRACE_MS = 10_000;

export interface PostgresOptions {
  /** Made if missing. Holds the cluster and its password. */
  dataDir: string;
  port: number;
  /** false for data that may be lost in a crash: no fsync. Default true. */
  durable?: boolean;
  maxConnections?: number;
  /** Gets each line of the server's log. */
  log?: (line: string) => void;
}

/**
 * Starts Postgres 18 on 127.0.0.1, with the data of `dataDir`, and waits until it takes connections.
 * Works as root, wherever the checkout lies. What an earlier, killed run left behind is cleared up first.
 *
 * @throws Error with the server's last lines when it does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<LocalService> {
  const { durable = true, port } = options;
  const cluster = await openCluster(options.dataDir, durable);
  await stopLeftoverPostgres(options.dataDir);
  const flags = serverFlags(cluster, port, durable, options.maxConnections ?? 200);
  const child = await startUntilReady(cluster, flags, options.log);
  return {
    url: `postgres://postgres:${cluster.password}@127.0.0.1:${port}/postgres`,
    port,
    pid: child.pid,
    exited: child.exited,
    stop: child.stop,
  };
}

function serverFlags(cluster: Cluster, port: number, durable: boolean, maxConnections: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: maxConnections,
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return [
    '-D',
    cluster.dir,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
}

async function startUntilReady(
  cluster: Cluster,
  flags: string[],
  log?: (line: string) => void,
): Promise<Child> {
  const deadlineMs = Date.now() + START_LIMIT_MS;
  for (;;) {
    const lastLines: string[] = [];
    const ready = Promise.withResolvers<'ready'>();
    const launch = launchAs(cluster.account, cluster.postgres, flags, cluster.dir);
    const child = await startChild({
      ...launch,
      cwd: '/',
      stopSignal: 'SIGINT', // fast shutdown: the default, SIGTERM, waits until all clients have left
      graceMs: STOP_GRACE_MS,
      onLine: (line) => {
        log?.(line);
        if (lastLines.push(line) > 10) lastLines.shift();
        if (line.includes('database system is ready to accept connections')) ready.resolve('ready');
      },
    });
    const first = await withLimit(Promise.race([ready.promise, child.exited]), deadlineMs - Date.now());
    if (first === 'ready') return child;
    await child.stop();
    // The backends of a killed server need a moment to notice. Until then Postgres rightly refuses.
    const isTransient = lastLines.some((line) => line.includes('pre-existing shared memory block'));
    if (!isTransient || Date.now() > deadlineMs) {
      const how = first === 'late' ? `was not ready in ${START_LIMIT_MS / 1000} s` : describeExit(first);
      throw new Error(`Postgres ${how}:\n${lastLines.join('\n')}`);
    }
    await pause(100);
  }
}

async function withLimit<T>(promise: Promise<T>, limitMs: number): Promise<T | 'late'> {
  const timer = new AbortController();
  const late = pause(limitMs, 'late' as const, { signal: timer.signal, ref: false }).catch(
    () => 'late' as const,
  );
  return Promise.race([promise, late]).finally(() => timer.abort());
}

/** Stops the server that a killed run left behind on this data, and makes sure that the next one can start. */
export async function stopLeftoverPostgres(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const clusterDir = join(realpathSync(dataDir), 'cluster');
  const pidFile = join(clusterDir, 'postmaster.pid');
  const stopped = await stopLeftover(pidFile, clusterDir, 'SIGINT');
  if (stopped !== undefined) console.error(`stopped the Postgres of an earlier run (process ${stopped})`);
  // Postgres takes any process of that number for the server: somebody who got it since, as happens in
  // containers and after a reboot, or a dead one that nobody has buried. If there is none, it clears up itself.
  const pid = readPid(pidFile);
  if (pid !== undefined && isTaken(pid)) rmSync(pidFile, { force: true });
}
