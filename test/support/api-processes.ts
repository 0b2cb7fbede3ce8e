import { readFileSync } from 'node:fs';
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

/** Opens so many connections at once, and asks for something on each. @returns those that are answered, still open */
export async function openConnections({ url }: { url: string }, count: number): Promise<Socket[]> {
  const { hostname, port } = new URL(url);
  const answers = Array.from({ length: count }, async () => {
    const socket = connect(Number(port), hostname);
    socket.write('GET /v1/orders HTTP/1.1\r\nHost: localhost\r\n\r\n');
    const isAnswered = await new Promise<boolean>((resolve) => {
      socket.on('error', () => undefined);
      socket.on('data', () => resolve(true));
      socket.once('close', () => resolve(false));
    });
    return isAnswered ? socket : null;
  });
  return (await Promise.all(answers)).filter((socket) => socket !== null);
}
