import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What an api process weighs, and clients that weigh on it. Linux only: the figures come from `/proc`. */

/**
 * The latency of `/health/live` that most probes keep under any weight: what is promised is 100 ms, on a machine that is
 * not busy with other tests as well.
 */
export const maxHealthMs = 250;

/** The resident memory of a process, in MiB. */
export function memoryMiB({ pid }: ChildProcess): number {
  const [, kib] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kib) / 1_024;
}

/** How many files of the file system a process has open; its sockets and pipes don't count. */
export function openFiles({ pid }: ChildProcess): number {
  const folder = `/proc/${pid}/fd`;
  const isFile = (name: string) => {
    try {
      return readlinkSync(`${folder}/${name}`).startsWith('/');
    } catch {
      return false; // closed meanwhile
    }
  };
  return readdirSync(folder).filter(isFile).length;
}

/** Opens connections that send this and never read. */
export function connectUnread(
  url: string,
  count: number,
  sent: string,
  localAddress = '127.0.0.1',
): Socket[] {
  const { hostname: host, port } = new URL(url);
  return Array.from({ length: count }, () => {
    const socket = connect({ host, port: Number(port), localAddress });
    socket.on('error', () => undefined).pause();
    socket.write(sent);
    return socket;
  });
}

/** The text of requests that are sent one after the other without waiting for answers. */
export const pipelined = (path: string, count: number, headers = '') =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\n${headers}\r\n`.repeat(count);

export interface Watch {
  /** The most memory so far, in MiB above what it was at the start. */
  addedMiB(): number;
  /** The latency of each probe so far, in ms. */
  probes: readonly number[];
  /** Stops, and returns the median latency of the probes of `/health/live`, in ms. */
  stop(): Promise<number>;
}

/** Probes an api's health and memory, each time on a connection of its own. */
export function watchWeight({ url, child }: { url: string; child: ChildProcess }, intervalMs = 50): Watch {
  const before = memoryMiB(child);
  const probes: number[] = [];
  let most = before;
  const stopping = new AbortController();

  async function probe(): Promise<void> {
    while (!stopping.signal.aborted) {
      const startedAt = performance.now();
      probes.push((await isAlive(url)) ? performance.now() - startedAt : Infinity);
      most = Math.max(most, memoryMiB(child));
      await sleep(intervalMs);
    }
  }
  const probing = probe();

  return {
    probes,
    addedMiB: () => Math.max(most, memoryMiB(child)) - before,
    async stop() {
      stopping.abort();
      await probing;
      const sorted = probes.toSorted((a, b) => a - b);
      return sorted[Math.floor(sorted.length / 2)] ?? Infinity;
    },
  };
}

/** Asks over a new connection, as most load balancers do. */
async function isAlive(url: string): Promise<boolean> {
  const [answer] = (await once(get(`${url}/health/live`, { agent: false }), 'response')) as [IncomingMessage];
  answer.resume();
  return answer.statusCode === 200;
}
