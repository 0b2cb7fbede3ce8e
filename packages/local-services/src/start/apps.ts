import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild, type Child } from '../process/child.ts';
import { root } from './settings.ts';

const READY_LIMIT_MS = 60_000;
// The api and the worker exit by themselves within ten seconds of SIGTERM.
const STOP_GRACE_MS = 12_000;

export interface AppOptions {
  /** The main file, relative to the root of the workspace. */
  file: string;
  /** Variables to add to our own environment. */
  env: Record<string, string>;
  /** Called with each line of output. Default: the output goes to our own stdout and stderr. */
  onLine?: ((line: string) => void) | undefined;
  /** Tells the next run which process to stop if this run is killed. */
  pidFile?: string | undefined;
}

/** Starts the api, the worker or a script in a Node process of its own. */
export async function startApp({ file, env, onLine, pidFile }: AppOptions): Promise<Child> {
  const child = await startChild({
    command: process.execPath,
    args: [join(root, file)],
    cwd: root,
    env,
    stopSignal: 'SIGTERM',
    graceMs: STOP_GRACE_MS,
    ...(onLine && { onLine }),
  });
  if (pidFile !== undefined) {
    writeFileSync(pidFile, `${child.pid}\n`);
    void child.exited.then(() => rmSync(pidFile, { force: true }));
  }
  return child;
}

/**
 * Waits until `url` answers with a 2xx status.
 *
 * @throws Error with the last answer if it does not within 60 seconds.
 */
export async function waitUntilReady(name: string, url: string): Promise<void> {
  const deadlineMs = Date.now() + READY_LIMIT_MS;
  let answer = 'no answer';
  while (Date.now() < deadlineMs) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(2_000) });
      if (response.ok) return;
      answer = `${response.status} ${await response.text()}`;
    } catch {
      // Not listening yet.
    }
    await pause(50);
  }
  throw new Error(`${name} was not ready after ${READY_LIMIT_MS / 1000} s: ${url}: ${answer}`);
}
