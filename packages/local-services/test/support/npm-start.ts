import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, vi } from 'vitest';
import { fillFromTemplate } from '../../../../test/support/postgres-template.ts';
import { inheritedEnv } from '../../../../test/support/processes.ts';
import { commandOf, readPid } from '../../src/process/leftover.ts';
import { findFreePort } from '../../src/process/ports.ts';

const main = resolve(import.meta.dirname, '../../src/start/main.ts');
const pidFiles = [
  'start.pid',
  'api.pid',
  'worker.pid',
  'redis/redis.pid',
  'postgres/cluster/postmaster.pid',
] as const;
const ports = ['PORT', 'WORKER_PORT', 'LOCAL_POSTGRES_PORT', 'LOCAL_REDIS_PORT'] as const;

type PidFile = (typeof pidFiles)[number];
type Port = (typeof ports)[number];

/** For `expect.poll` and `vi.waitUntil`. */
export const deadline = { timeout: 60_000, interval: 20 };

/** One run of `npm start`, without npm. */
export interface Run {
  child: ChildProcess;
  /** The exit code, or the signal that ended it. */
  exited: Promise<unknown>;
  output: () => string;
}

/** A data directory and free ports, on which `npm start` can be run. */
export interface Place {
  folder: string;
  /** What `npm start` and its tools run with there. */
  env: Record<string, string>;
  port: (name: Port) => number;
  /** @param env further variables */
  run: (env?: Record<string, string>) => Run;
  /** Runs it and waits until it is ready. `pids` are those of that moment. */
  runUntilReady: () => Promise<Run & { pids: Map<PidFile, number> }>;
  /** The pids in the pid files of the data directory, running or not. */
  pids: () => Map<PidFile, number>;
  /** Kills what is running and deletes the data. */
  close: () => Promise<void>;
}

/** @param data of Postgres; `new`: none, so `npm start` has to create it */
export async function createPlace(data: 'new' | 'copied' = 'copied'): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), 'order-countdown-test-'));
  if (data === 'copied') await fillFromTemplate(join(folder, 'postgres'));
  const portOf = new Map(await Promise.all(ports.map(async (name) => [name, await findFreePort()] as const)));
  const env = {
    LOCAL_DATA_DIR: folder,
    ...Object.fromEntries([...portOf].map(([name, port]) => [name, String(port)])),
  };
  const runs: Run[] = [];

  const pids = (): Map<PidFile, number> => {
    const found = pidFiles.map((file) => [file, readPid(join(folder, file))] as const);
    return new Map(found.filter((entry): entry is [PidFile, number] => entry[1] !== undefined));
  };
  const run = (more: Record<string, string> = {}): Run => {
    const child = spawn(process.execPath, [main], {
      env: { ...inheritedEnv, ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const exited = once(child, 'close').then(([code, signal]) => code ?? signal);
    const started = { child, exited, output: () => output };
    runs.push(started);
    return started;
  };
  return {
    folder,
    env,
    port: (name) => portOf.get(name)!,
    run,
    runUntilReady: async () => {
      const started = run();
      await expect.poll(started.output, deadline).toContain('is ready');
      return { ...started, pids: pids() };
    },
    pids,
    close: async () => {
      for (const { child } of runs) child.kill('SIGKILL');
      await vi.waitUntil(() => living(pids()).length === 0, deadline);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The pid files among these whose process is running. */
export function living(among: Map<PidFile, number>): PidFile[] {
  return [...among].filter(([, pid]) => commandOf(pid) !== '').map(([file]) => file);
}
