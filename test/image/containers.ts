import { randomUUID } from 'node:crypto';
import { findFreePort } from '@order-countdown/local-services/ports';
import { execa } from 'execa';
import { until } from '../support/until.ts';
import type { Engine } from './engine.ts';

type Environment = Record<string, string>;

/** An API or a worker in a container. */
export interface Container {
  url: string;
  /** Runs the health check of the image in it. @throws Error if it is not healthy */
  checkHealth(): Promise<void>;
  /** Sends SIGTERM and waits for the exit. @returns the exit code */
  end(): Promise<number | undefined>;
}

/** What a machine without a container engine lets a container have. */
const limits = ['--cgroups', 'disabled', '--ulimit', 'nofile=1000:1000', '--ulimit', 'nproc=1000:1000'];

/** As in docker-compose.yml: nothing to write to but /tmp, no capabilities, the image's user. */
const confinement = [
  '--read-only',
  '--tmpfs',
  '/tmp',
  '--cap-drop',
  'all',
  '--security-opt',
  'no-new-privileges',
];

/** All paths in these folders of the image, as root sees them. */
export async function pathsIn(engine: Engine, image: string, folders: string[]): Promise<string[]> {
  const asRoot = ['run', '--rm', '--network', 'host', ...limits, '--user', '0', image];
  return (await engine.ask(...asRoot, 'find', ...folders, '-not', '-type', 'd')).split('\n');
}

/** Podman's arguments to run a command of the image in a container that is removed when it ends. */
export function runArguments(
  image: string,
  command: string[],
  env: Environment = {},
  name?: string,
): string[] {
  const variables = Object.entries(env).flatMap((entry) => ['--env', entry.join('=')]);
  const named = name === undefined ? [] : ['--name', name];
  const options = ['--rm', '--log-driver', 'none', '--network', 'host', ...named, ...limits, ...confinement];
  return ['run', ...options, ...variables, image, ...command];
}

/**
 * Starts a server from the image, and waits until it is ready.
 *
 * @param portVariable `PORT` or `WORKER_PORT`
 */
export async function startContainer(
  engine: Engine,
  image: string,
  main: string,
  portVariable: string,
  env: Environment,
): Promise<Container> {
  const port = await findFreePort();
  const name = `order-countdown-${randomUUID()}`;
  const args = runArguments(image, ['node', main], { ...env, [portVariable]: String(port) }, name);
  const [command = '', ...rest] = engine.podman(...args);
  const running = execa(command, rest, { reject: false, all: true, forceKillAfterDelay: 15_000 });
  let ended: string | undefined;
  void running.then(({ all, exitCode }) => (ended = `${main} exited with ${exitCode}: ${all}`));

  const url = `http://127.0.0.1:${port}`;
  await until(async () => {
    if (ended !== undefined) throw new Error(ended);
    return fetch(`${url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
  return {
    url,
    async checkHealth() {
      await engine.askBeside(running.pid!, 'healthcheck', 'run', name);
    },
    async end() {
      running.kill('SIGTERM');
      return (await running).exitCode;
    },
  };
}
