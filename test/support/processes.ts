import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** One of our processes, run as users run it. */
export interface RunningProcess {
  /** Where its HTTP server listens. */
  url: string;
  /** The lines of its log so far, parsed. */
  log: Record<string, unknown>[];
  child: ChildProcess;
  /** Sends the signal and waits for the end. @returns the exit code; null when the signal ended it */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

interface Stores {
  databaseUrl: string;
  redisUrl: string;
}

export function startApi(stores: Stores, env: Record<string, string> = {}): Promise<RunningProcess> {
  return start('apps/api/src/main.ts', stores, { PORT: '0', ...env });
}

export function startWorker(stores: Stores, env: Record<string, string> = {}): Promise<RunningProcess> {
  return start('apps/worker/src/main.ts', stores, { WORKER_PORT: '0', ...env });
}

async function start(main: string, stores: Stores, env: Record<string, string>): Promise<RunningProcess> {
  const child = spawn(process.execPath, [main], {
    cwd: root,
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      DATABASE_URL: stores.databaseUrl,
      REDIS_URL: stores.redisUrl,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A test run that is cut short leaves none behind.
  const killChild = () => child.kill('SIGKILL');
  process.once('exit', killChild);
  child.once('exit', () => process.off('exit', killChild));
  const log: Record<string, unknown>[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const entry = JSON.parse(line) as Record<string, unknown>;
      log.push(entry);
      const address = entry['address'] as { port: number } | undefined;
      if (address) resolve(address.port);
    });
    child.once('exit', (code) =>
      reject(new Error(`${main} ended with exit code ${code} before it listened`)),
    );
  });
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    child,
    async end(signal = 'SIGTERM') {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const exited = once(child, 'exit');
      child.kill(signal);
      const [code] = (await exited) as [number | null];
      return code;
    },
  };
}
