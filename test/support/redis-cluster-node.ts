import { mkdtempSync } from 'node:fs';
import { startChild, type Child } from '@order-countdown/local-services/child';
import { findRedis } from '@order-countdown/local-services/find-redis';
import { findFreePort } from '@order-countdown/local-services/ports';
import { Redis } from 'ioredis';
import { until } from './until.ts';

/** Of all clusters of tests. */
export const password = 'of a test';

export interface ClusterNode {
  port: number;
  pid: number;
  /** A client of this node alone. */
  redis: Redis;
  /** SIGKILL. */
  kill(): Promise<void>;
  /** Starts it with the files that it has, unless it runs. */
  start(): Promise<void>;
  /** SIGSTOP: to the others it is gone, though its connections stay open. */
  freeze(): void;
  thaw(): void;
}

/** Where a node listens. */
export interface NodeAddress {
  index: number;
  port: number;
  busPort: number;
}

export interface NodeOptions {
  /** Further settings, such as those of a benchmark, or of one node. */
  settings?: Record<string, string> | ((node: NodeAddress) => Promise<Record<string, string>>);
  onLine?: (line: string) => void;
}

/** Starts a node that knows no other yet. */
export async function startNode(
  folder: string,
  index: number,
  { settings = {}, onLine = () => undefined }: NodeOptions,
): Promise<FormingNode> {
  const program = await findRedis();
  if (program.kind === 'docker') throw new Error('a cluster needs a redis-server on this machine');
  const [port, busPort] = [await findFreePort(), await findFreePort()];
  const dir = mkdtempSync(`${folder}-`);
  const all: Record<string, string> = {
    bind: '127.0.0.1',
    port: String(port),
    'cluster-port': String(busPort),
    dir: `"${dir}"`,
    'cluster-enabled': 'yes',
    'cluster-announce-ip': '127.0.0.1',
    'cluster-node-timeout': '1000',
    'cluster-replica-validity-factor': '0',
    requirepass: `"${password}"`,
    masterauth: `"${password}"`,
    save: '""',
    appendonly: 'no',
    hz: '100',
    'maxmemory-policy': 'noeviction',
    'repl-diskless-sync-delay': '0',
    'hash-max-listpack-value': '512',
    ...(typeof settings === 'function' ? await settings({ index, port, busPort }) : settings),
  };
  const start = () =>
    startChild({
      command: program.path,
      args: ['-'],
      argv0: program.runAs,
      input: Object.entries(all)
        .map(([name, value]) => `${name} ${value}\n`)
        .join(''),
      stopSignal: 'SIGTERM',
      graceMs: 1_000,
      onLine,
    });
  const met = {
    port: Number(all['cluster-announce-port'] ?? port),
    busPort: Number(all['cluster-announce-bus-port'] ?? busPort),
  };
  return node(await start(), start, port, met);
}

export interface FormingNode extends ClusterNode {
  /** Where the others reach it. */
  met: { port: number; busPort: number };
}

async function node(
  first: Child,
  startAgain: () => Promise<Child>,
  port: number,
  met: FormingNode['met'],
): Promise<FormingNode> {
  let child = first;
  const redis = new Redis({ port, password, retryStrategy: () => 50, maxRetriesPerRequest: 20 });
  redis.on('error', () => undefined);
  await redis.ping();
  return {
    port,
    met,
    get pid() {
      return child.pid;
    },
    redis,
    async kill() {
      redis.disconnect();
      child.signal('SIGCONT');
      child.signal('SIGKILL');
      await child.exited;
    },
    async start() {
      if (!child.hasExited()) return;
      child = await startAgain();
      redis.connect().catch(() => undefined);
      await until(() =>
        redis.ping().then(
          () => true,
          () => false,
        ),
      );
    },
    freeze: () => child.signal('SIGSTOP'),
    thaw: () => child.signal('SIGCONT'),
  };
}
