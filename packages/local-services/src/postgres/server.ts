import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild, type Child } from '../process/child.ts';
import { isPidInUse, readPid, stopLeftover } from '../process/leftover.ts';
import { START_LIMIT_MS, startFailure, type LocalService } from '../process/service.ts';
import { launchAs } from '../process/unprivileged.ts';
import { openCluster, type Cluster } from './cluster.ts';

const STOP_GRACE_MS = 10_000;

export interface PostgresOptions {
  /** Created if missing. Holds the cluster and its password. */
  dataDir: string;
  port: number;
  /** false: no fsync, so a crash may lose the data. Default true. */
  durable?: boolean;
  /** Default 200. */
  maxConnections?: number;
  /** Further server settings. They are visible on the command line. */
  settings?: Record<string, string | number>;
  /** Called with each line of the server's log. */
  log?: (line: string) => void;
}

/**
 * Starts Postgres 18 on 127.0.0.1 with the data in `dataDir`, and waits until it accepts connections, a
 * standby only for reading. Works as root and in any folder. First stops the server that a killed run left running on this data.
 *
 * @throws Error with the server's last log lines if it does not become ready.
 */
export async function startPostgres(options: PostgresOptions): Promise<LocalService> {
  const { dataDir, port, durable = true, log } = options;
  const cluster = await openCluster(dataDir, durable);
  await stopLeftoverPostgres(dataDir);
  const child = await startUntilReady(cluster, serverFlags(cluster, options), log);
  return { ...child, port, url: `postgres://postgres:${cluster.password}@127.0.0.1:${port}/postgres` };
}

function serverFlags(cluster: Cluster, options: PostgresOptions): string[] {
  const { port, durable = true, maxConnections = 200 } = options;
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: maxConnections,
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    ...options.settings,
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
    const ready = Promise.withResolvers<'ready'>();
    const child = await startChild({
      ...launchAs(cluster.account, cluster.postgres, flags, cluster.dir),
      cwd: '/',
      stopSignal: 'SIGINT', // fast shutdown; SIGTERM waits until all clients disconnect
      graceMs: STOP_GRACE_MS,
      onLine: (line) => {
        log?.(line);
        if (/database system is ready to accept (read-only )?connections/.test(line)) ready.resolve('ready');
      },
    });
    const late = pause(deadlineMs - Date.now(), 'late', { ref: false });
    if ((await Promise.race([ready.promise, child.exited, late])) === 'ready') return child;
    const failure = await startFailure('Postgres', child);
    // The backends of a killed server take a moment to exit. Until then, Postgres refuses to start.
    const isTransient = failure.message.includes('pre-existing shared memory block');
    if (!isTransient || Date.now() > deadlineMs) throw failure;
    await pause(100);
  }
}

/**
 * Stops the server that a killed run left running on this data, and removes what would block the next one.
 */
export async function stopLeftoverPostgres(dataDir: string): Promise<void> {
  if (!existsSync(dataDir)) return;
  const clusterDir = join(realpathSync(dataDir), 'cluster');
  const pidFile = join(clusterDir, 'postmaster.pid');
  await stopLeftover({ name: 'Postgres', pidFile, mark: clusterDir, signal: 'SIGINT' });
  // Postgres refuses to start if any process has the pid in this file. That process may be unrelated, as
  // often in containers and after a reboot, or a zombie. If no process has the pid, Postgres removes the file
  // itself.
  const pid = readPid(pidFile);
  if (pid !== undefined && isPidInUse(pid)) rmSync(pidFile, { force: true });
}
