import { spawnSync } from 'node:child_process';
import { findProgram } from '../process/programs.ts';

const IMAGE = 'redis:7.4.2-alpine';

/** The docker client, if its daemon answers. */
export function findDocker(): string | undefined {
  const docker = findProgram('docker');
  if (!docker) return undefined;
  const answer = spawnSync(docker, ['version', '--format', '{{.Server.Version}}'], {
    timeout: 10_000,
    stdio: 'ignore',
  });
  return answer.status === 0 ? docker : undefined;
}

/** How to run Redis in a container that is removed when it stops. It reads its settings from stdin. */
export function dockerLaunch(docker: string, dataDir: string, port: number) {
  const name = `order-countdown-redis-${port}`;
  const user = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`; // so that the files are ours
  const flags = Object.entries({
    name,
    user,
    publish: `127.0.0.1:${port}:6379`,
    volume: `${dataDir}:/data`,
  }).map(([flag, value]) => `--${flag}=${value}`);
  return {
    command: docker,
    args: ['run', '--rm', '--interactive', ...flags, IMAGE, 'redis-server', '-'],
    sendSignal: (signal: NodeJS.Signals): void => {
      // Through the daemon: the client can neither pass on SIGKILL and SIGSTOP nor be stopped itself without harm.
      spawnSync(docker, ['kill', `--signal=${signal}`, name], { stdio: 'ignore' });
    },
  };
}
