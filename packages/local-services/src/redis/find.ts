import { spawnSync } from 'node:child_process';
import { findProgram } from '../process/programs.ts';
import { findDocker } from './docker.ts';
import { installRedis } from './install.ts';

/** A Redis that can be run on this machine. */
export type RedisProgram =
  | { kind: 'program'; path: string; runAs: string }
  | { kind: 'docker'; docker: string };

// Debian ships the server in redis-tools under the name of the checker, and redis-server as a mere link to it.
const PROGRAMS = [
  { file: 'redis-server', runAs: 'redis-server' },
  { file: 'valkey-server', runAs: 'valkey-server' },
  { file: 'redis-check-rdb', runAs: 'redis-server' },
  { file: 'valkey-check-rdb', runAs: 'valkey-server' },
];

/**
 * Finds a Redis or Valkey: on the PATH, else by installing it with the system's package manager, else in Docker.
 *
 * @throws Error that says what to type, when there is no way to get one.
 */
export async function findRedis(): Promise<RedisProgram> {
  const found = findOnPath();
  if (found) return found;
  const whyNot = await installRedis();
  const installed = findOnPath();
  if (installed) return installed;
  const docker = findDocker();
  if (docker) return { kind: 'docker', docker };
  throw new Error(
    `Redis is needed and could not be installed (${whyNot ?? 'no redis-server after installing'}). ` +
      'Install it (Debian, Ubuntu: sudo apt-get install redis-tools; macOS: brew install redis; ' +
      'Fedora: sudo dnf install valkey), or start Docker, or set REDIS_URL to one that runs.',
  );
}

function findOnPath(): RedisProgram | undefined {
  for (const { file, runAs } of PROGRAMS) {
    const path = findProgram(file);
    if (path && isServer(path, runAs)) return { kind: 'program', path, runAs };
  }
  return undefined;
}

function isServer(path: string, runAs: string): boolean {
  const { stdout } = spawnSync(path, ['--version'], { argv0: runAs, encoding: 'utf8', timeout: 10_000 });
  return /server v=/i.test(stdout ?? '');
}
