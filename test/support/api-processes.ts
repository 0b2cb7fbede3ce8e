import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { startApi, type RunningProcess } from './processes.ts';
import { until } from './until.ts';

/** An API of several processes. */
export interface ApiProcesses extends RunningProcess {
  /** The ids of the processes that serve or start. Linux only. */
  pids(): number[];
  /** Waits for a message in the log, for the `count`th time. */
  logged(msg: string, count?: number): Promise<Record<string, unknown>>;
}

export async function startApiProcesses(
  stores: { databaseUrl: string; redisUrl: string },
  env: Record<string, string> = {},
): Promise<ApiProcesses> {
  const api = await startApi(stores, { API_PROCESSES: '2', ...env });
  const pids = () => childrenOf(api.child.pid!);
  const logged = (text: string, count = 1) =>
    until(() => api.log.filter(({ msg }) => msg === text)[count - 1], 30_000);
  await logged('all processes serve');
  return { ...api, pids, logged };
}

/** None: the process has ended. */
export function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

export function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

/** Opens so many connections at once. */
export async function openConnections({ url }: { url: string }, count: number): Promise<Socket[]> {
  const { hostname, port } = new URL(url);
  const sockets = Array.from({ length: count }, () => connect(Number(port), hostname));
  await Promise.all(
    sockets.map((socket) => {
      socket.on('error', () => undefined).resume();
      return once(socket, 'connect');
    }),
  );
  return sockets;
}
