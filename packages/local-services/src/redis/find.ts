import { execa } from 'execa';
import { installPackage } from '../process/packages.ts';
import { findProgram } from '../process/programs.ts';
import { findDocker } from './docker.ts';

/** A Redis that can run on this machine. */
export type RedisProgram =
  | { kind: 'program'; path: string; runAs: string }
  | { kind: 'docker'; docker: string };

// Debian's redis-tools contains the server as redis-check-rdb; redis-server is only a link to it. The program
// decides by argv[0] which of the two it is.
const PROGRAMS = [
  { file: 'redis-server', runAs: 'redis-server' },
  { file: 'valkey-server', runAs: 'valkey-server' },
  { file: 'redis-check-rdb', runAs: 'redis-server' },
  { file: 'valkey-check-rdb', runAs: 'valkey-server' },
];

/** There is no Redis on this machine, and none can be installed. */
export class NoRedis extends Error {
  override readonly name = 'NoRedis';
}

/**
 * Finds Redis or Valkey in PATH. If there is none, installs one with the system's package manager. If that
 * fails, uses Docker.
 *
 * @throws NoRedis that says what to type if none of these works.
 */
export async function findRedis(): Promise<RedisProgram> {
  const found = await findInstalled();
  if (found) return found;
  // redis-tools contains the server, and unlike redis-server it sets up no system service.
  const failure = await installPackage({ name: 'Redis', apt: 'redis-tools', brew: 'redis' });
  const installed = await findInstalled();
  if (installed) return installed;
  const docker = await findDocker();
  if (docker) return { kind: 'docker', docker };
  throw new NoRedis(
    `Redis could not be installed (${failure ?? 'no redis-server after installing'}). ` +
      'To use it, install it (Debian, Ubuntu: sudo apt-get install redis-tools; macOS: brew install redis; ' +
      'Fedora: sudo dnf install valkey), or start Docker, or set REDIS_URL to a running server.',
  );
}

async function findInstalled(): Promise<RedisProgram | undefined> {
  for (const { file, runAs } of PROGRAMS) {
    const path = findProgram(file);
    if (path && (await isServer(path, runAs))) return { kind: 'program', path, runAs };
  }
  return undefined;
}

async function isServer(path: string, runAs: string): Promise<boolean> {
  const { stdout } = await execa(path, ['--version'], { argv0: runAs, timeout: 10_000, reject: false });
  return /server v=/i.test(stdout);
}
