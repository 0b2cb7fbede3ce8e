import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '@order-countdown/local-services/ports';
import { startPostgres } from '@order-countdown/local-services/postgres';
import type { LocalService } from '@order-countdown/local-services/service';
import { Client } from 'pg';
import { signalTo, signalTree } from '../process-tree.ts';
import { makeDisk, type Disk } from './disk.ts';

/** One Postgres server on data of its own. It keeps its port when it is started again. */
export interface PostgresInstance {
  readonly disk: Disk;
  readonly url: string;
  readonly port: number;
  isRunning(): boolean;
  /** Starts it, if it isn't running. Resolves when it accepts connections. */
  start(): Promise<void>;
  /** A fast shutdown. */
  stop(): Promise<void>;
  /** SIGKILL to all its processes. */
  kill(): Promise<void>;
  /** SIGSTOP to all its processes. @returns a function that lets them go on */
  freeze(): () => void;
  /** Runs a query on a connection of its own. */
  query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]>;
  /** Runs `work` with a connection of its own. */
  withClient<Result>(work: (client: Client) => Promise<Result>): Promise<Result>;
  /** Kills it and deletes its data. */
  remove(): Promise<void>;
}

export const maxConnections = 120;

/** Longer than anything is frozen: on a full machine a connection takes seconds, and one that fails ends the run. */
const connectLimitMs = 15_000;
const endLimitMs = 500;

/** More WAL than a standby can miss here while it is built. */
const settings = { wal_keep_size: '256MB', max_wal_size: '512MB', hot_standby: 'on', fsync: 'on' };

/**
 * Creates a server and starts it.
 *
 * @param prepare fills the data folder before the first start; by default, an empty cluster is made
 */
export async function createInstance(
  name: string,
  log: (line: string) => void,
  prepare: (dataDir: string) => Promise<void> = () => Promise.resolve(),
): Promise<PostgresInstance> {
  const disk = await makeDisk(name);
  const port = await findFreePort();
  const run = (): Promise<LocalService> =>
    startPostgres({ dataDir: disk.dataDir, port, maxConnections, settings, log });
  let service: LocalService;
  try {
    await prepare(disk.dataDir);
    service = await run();
  } catch (error) {
    await disk.remove();
    throw error;
  }
  const { url } = service;

  async function withClient<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
    const client = new Client({
      connectionString: url,
      application_name: 'chaos',
      connectionTimeoutMillis: connectLimitMs,
      query_timeout: 30_000,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await work(client);
    } finally {
      await Promise.race([client.end(), sleep(endLimitMs)]); // a frozen server never answers
    }
  }

  async function kill(): Promise<void> {
    if (service.hasExited()) return;
    // Backends first: they would report a postmaster that is gone, and write no more WAL that a client sees.
    for (const pid of signalTree(service.pid, 'SIGSTOP').toReversed()) signalTo(pid, 'SIGKILL');
    await service.exited;
  }

  return {
    disk,
    url,
    port,
    isRunning: () => !service.hasExited(),
    async start() {
      if (service.hasExited()) service = await run();
    },
    stop: () => service.stop(),
    kill,
    freeze() {
      const pids = signalTree(service.pid, 'SIGSTOP');
      return () => {
        for (const pid of pids) signalTo(pid, 'SIGCONT');
      };
    },
    withClient,
    query: (text, values) => withClient(async (client) => (await client.query(text, values)).rows),
    async remove() {
      await kill();
      await disk.remove();
    },
  };
}
