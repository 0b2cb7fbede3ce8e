import { mkdirSync, rmSync } from 'node:fs';
import { execa } from 'execa';
import { findFreePort } from './process/ports.ts';
import { openCluster } from './postgres/cluster.ts';
import { startPostgres } from './postgres/server.ts';
import type { LocalService } from './process/service.ts';
import { startRedis } from './redis/server.ts';
import { makeTemporaryFolder } from './process/temporary-folder.ts';

const ATTEMPTS = 3;

/** A server for one test run or benchmark. `stop` also deletes its data. */
export interface Throwaway {
  url: string;
  port: number;
  readonly pid: number;
  stop: () => Promise<void>;
}

/** A Redis for outage tests. */
export interface ThrowawayRedis extends Throwaway {
  /** Sends SIGKILL and waits for the exit. Data that is not yet on disk is lost. */
  kill: () => Promise<void>;
  /**
   * Stops it if it is running, and starts it with the same port and password, and if `persistent`, its data.
   */
  restart: () => Promise<void>;
  /** Sends SIGSTOP: connections stay open without answers until `thaw`. */
  freeze: () => void;
  thaw: () => void;
}

/**
 * Creates the data of a Postgres that has not been started yet. To copy it takes a fraction of the time that initdb takes.
 *
 * @returns its folder, which the caller deletes
 */
export async function createPostgresTemplate(): Promise<string> {
  const folder = makeTemporaryFolder('postgres-template');
  await openCluster(folder, false);
  return folder;
}

/** Copies the data of a Postgres that is not running, with its owners. */
export async function copyPostgresTemplate(template: string, dataDir: string): Promise<void> {
  mkdirSync(dataDir, { recursive: true });
  await execa('cp', ['-a', `${template}/.`, dataDir]);
}

/**
 * Starts a Postgres in a temporary folder on a free port.
 *
 * @param options.durable calls fsync as in production. Default false.
 * @param options.template the data to start with: see {@link createPostgresTemplate}
 */
export async function startThrowawayPostgres(
  options: { durable?: boolean; template?: string } = {},
): Promise<Throwaway> {
  const durable = options.durable ?? false;
  const dataDir = makeTemporaryFolder('postgres');
  if (options.template !== undefined) await copyPostgresTemplate(options.template, dataDir);
  const service = await onFreePort(
    (port) => startPostgres({ dataDir, port, durable, maxConnections: 300 }),
    dataDir,
  );
  return {
    ...service,
    stop: async () => {
      await service.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/**
 * Starts a Redis in a temporary folder on a free port.
 *
 * @param options.persistent keeps the data across `restart`. Default false.
 */
export async function startThrowawayRedis(options: { persistent?: boolean } = {}): Promise<ThrowawayRedis> {
  const dataDir = makeTemporaryFolder('redis');
  const start = (port: number): Promise<LocalService> =>
    startRedis({ dataDir, port, durable: options.persistent ?? false });
  let service = await onFreePort(start, dataDir);
  const { url, port } = service;
  const kill = async (): Promise<void> => {
    service.signal('SIGKILL');
    await service.exited;
  };
  return {
    url,
    port,
    get pid() {
      return service.pid;
    },
    kill,
    restart: async () => {
      await service.stop();
      service = await start(port);
    },
    freeze: () => service.signal('SIGSTOP'),
    thaw: () => service.signal('SIGCONT'),
    stop: async () => {
      await kill();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Starts a service on a free port. Tries another port if some process took the first one meanwhile. */
async function onFreePort<T>(start: (port: number) => Promise<T>, dataDir: string): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(await findFreePort());
    } catch (error) {
      if (attempt < ATTEMPTS && /address already in use/i.test(String(error))) continue;
      rmSync(dataDir, { recursive: true, force: true });
      throw error;
    }
  }
}
