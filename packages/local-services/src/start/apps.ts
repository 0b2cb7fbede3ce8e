import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startChild, type Child } from '../process/child.ts';
import { root } from './settings.ts';

const READY_LIMIT_MS = 60_000;
// The servers give themselves ten seconds to finish what is in hand.
const STOP_GRACE_MS = 12_000;

export interface AppOptions {
  /** The main file, from the workspace's root. */
  file: string;
  env: NodeJS.ProcessEnv;
  /** Gets what it writes. Without it, it writes where we do. */
  onLine?: ((line: string) => void) | undefined;
  /** By which the next run finds it, if this one is killed. */
  pidFile?: string | undefined;
}

/** Starts one of our servers or scripts. */
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
 * Waits until a server calls itself ready.
 *
 * @throws Error with its last answer, when it does not in time.
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
