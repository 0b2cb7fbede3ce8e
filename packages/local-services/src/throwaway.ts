import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './process/ports.ts';
import { startPostgres } from './postgres/server.ts';
import { startRedis, type RedisService } from './redis/server.ts';

const ATTEMPTS = 3;

/** A server for one test run or bench. `stop` ends it and removes its data. */
export interface Throwaway {
  url: string;
  port: number;
  readonly pid: number;
  stop: () => Promise<void>;
}

/** A Redis that can be made to fail. */
export interface ThrowawayRedis extends Throwaway {
  /** SIGKILL: it is gone, and what it had not written is lost. */
  kill: () => Promise<void>;
  /** Starts it again after `kill`, or stops and starts it: same port, same password, and its data if `persistent`. */
  restart: () => Promise<void>;
  /** SIGSTOP: connections stay open and nothing is answered, until `thaw`. */
  freeze: () => void;
  thaw: () => void;
}

/**
 * Starts a Postgres in a temporary folder on a free port.
 *
 * @param options.durable writes to disk before it answers, as in production. Default false: no fsync.
 */
export async function startThrowawayPostgres(options: { durable?: boolean } = {}): Promise<Throwaway> {
  const durable = options.durable ?? false;
  const dataDir = makeFolder('postgres');
  const service = await onFreePort(
    (port) => startPostgres({ dataDir, port, durable, maxConnections: 300 }),
    dataDir,
  );
  return {
    url: service.url,
    port: service.port,
    pid: service.pid,
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
  const dataDir = makeFolder('redis');
  const start = (port: number): Promise<RedisService> =>
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

function makeFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `order-countdown-${name}-`));
  chmodSync(folder, 0o755); // so that Postgres, which can't be root, gets in without special rights
  return folder;
}

/** Starts a service on a free port, and on another one if somebody was faster. */
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
