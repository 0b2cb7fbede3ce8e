import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { holdLifeline } from '@order-countdown/local-services/lifeline';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** An api or worker, started the way users start it. */
export interface RunningProcess {
  /** Base URL of its HTTP server. */
  url: string;
  /** The lines of its log so far, parsed. */
  log: Record<string, unknown>[];
  child: ChildProcess;
  /** Sends the signal and waits for the exit. @returns the exit code; null if a signal ended the process */
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

interface Stores {
  databaseUrl: string;
  redisUrl: string;
}

type Environment = Record<string, string>;

/**
 * A test on a fast machine sends more than the rate limit lets one shop do by default. Those about the limit set it.
 *
 * @param folder another checkout to run, such as that of the previous version
 */
export function startApi(stores: Stores, env: Environment = {}, folder = root): Promise<RunningProcess> {
  const testEnv = { PORT: '0', RATE_LIMIT_PER_MINUTE: '1000000' };
  return start(join(folder, 'apps/api/src/main.ts'), stores, { ...testEnv, ...env });
}

/** @param folder as for {@link startApi} */
export function startWorker(stores: Stores, env: Environment = {}, folder = root): Promise<RunningProcess> {
  return start(join(folder, 'apps/worker/src/main.ts'), stores, { WORKER_PORT: '0', ...env });
}

/** What processes that tests start inherit: where programs are, and what Node keeps of the code that it has compiled. */
export const inheritedEnv: Readonly<Record<string, string | undefined>> = {
  PATH: process.env['PATH'],
  ...(process.env['NODE_COMPILE_CACHE'] && { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] }),
};

/** What this test file has started. */
const started = new Set<ChildProcess>();

/** Kills what a test file that failed has not ended. */
export async function endLeftBehind(): Promise<void> {
  await Promise.all([...started].map((child) => endChild(child, 'SIGKILL')));
}

/**
 * Starts Node with these arguments at the root of the repository.
 *
 * It ends with the process that runs test files, and no later than its own file: see `end-left-behind.ts`. So a file that
 * fails or is killed leaves nothing running.
 */
export async function startNode(
  args: string[],
  env: Record<string, string> = {},
  stderr: 'inherit' | 'pipe' = 'inherit',
) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...inheritedEnv, ...env },
    stdio: ['pipe', 'pipe', stderr],
  });
  await once(child, 'spawn');
  started.add(child);
  const letGo = holdLifeline(child.pid!, 'KILL');
  child.once('exit', () => {
    started.delete(child);
    letGo();
  });
  return child;
}

async function start(main: string, stores: Stores, env: Record<string, string>): Promise<RunningProcess> {
  const child = await startNode([main], {
    NODE_ENV: 'test',
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: stores.redisUrl,
    ...env,
  });
  const log: Record<string, unknown>[] = [];
  const port = await new Promise<number>((resolve, reject) => {
    onLine(child.stdout!, (line) => {
      const entry = JSON.parse(line) as Record<string, unknown>;
      log.push(entry);
      const address = entry['address'] as { port: number } | undefined;
      if (address) resolve(address.port);
    });
    child.once('exit', (code) =>
      reject(new Error(`${main} exited with code ${code} before it was listening`)),
    );
  });
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    child,
    end: (signal = 'SIGTERM') => endChild(child, signal),
  };
}

/** A process that ends does not wait for a slow reader, so its last line may be cut. Without its line break it is left out. */
function onLine(output: Readable, read: (line: string) => void): void {
  let rest = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(read);
  });
}

async function endChild(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const [exited, closed] = [once(child, 'exit'), once(child, 'close')];
  child.kill(signal);
  const [code] = (await exited) as [number | null];
  // What it logged last may not have been read yet.
  child.stdout?.resume();
  await closed;
  return code;
}
