import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { startNode } from '@order-countdown/test/processes';

const root = join(import.meta.dirname, '../..');

export interface StartedProcess<Ready> {
  pid: number;
  ready: Ready;
  /** Sends the signal, and waits for the exit. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/**
 * Starts a program of this repository, and waits for the line from which `readyFrom` can tell something. All that it prints is
 * read to the end, as a collector of logs would, and dropped.
 */
export async function startProcess<Ready>(
  path: string,
  args: string[],
  env: Record<string, string>,
  readyFrom: (line: string) => Ready | undefined,
): Promise<StartedProcess<Ready>> {
  const child = await startNode([join(root, path), ...args], env);
  const stdout = child.stdout!;
  const exited = once(child, 'exit');
  const ready = await Promise.race([firstReady(), exited.then(() => undefined)]);
  if (ready === undefined) throw new Error(`${path} ${args.join(' ')} exited before it was ready`);
  return {
    pid: child.pid!,
    ready,
    async end(signal) {
      child.kill(signal);
      await exited;
    },
  };

  function firstReady(): Promise<Ready> {
    return new Promise((resolve) => {
      const lines = createInterface(stdout).on('line', (line) => {
        const found = readyFrom(line);
        if (found === undefined) return;
        lines.close();
        stdout.resume();
        resolve(found);
      });
    });
  }
}
