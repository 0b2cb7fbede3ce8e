import { execa, execaSync } from 'execa';
import { findProgram } from '../process/programs.ts';

const IMAGE = 'redis:7.4.2-alpine';

/** The path of the docker client, if its daemon answers. */
export async function findDocker(): Promise<string | undefined> {
  const docker = findProgram('docker');
  if (!docker) return undefined;
  const { failed } = await execa(docker, ['version', '--format', '{{.Server.Version}}'], {
    timeout: 10_000,
    reject: false,
  });
  return failed ? undefined : docker;
}

/** How to run Redis in a container that is removed when it stops. It reads its settings from stdin. */
export function dockerLaunch(docker: string, dataDir: string, port: number) {
  const name = `order-countdown-redis-${port}`;
  const user = `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`; // we must own the files
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
      // Through the daemon: the client can't forward SIGKILL and SIGSTOP, which would hit the client itself.
      execaSync(docker, ['kill', `--signal=${signal}`, name], { reject: false });
    },
  };
}
