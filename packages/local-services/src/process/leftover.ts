import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * Stops a service that a killed run left behind in its data directory. Usually its lifeline has done so already.
 *
 * @param pidFile where the service writes its pid on the first line.
 * @param mark what the command line of that service, and of no other, contains.
 * @returns the pid that was stopped, or undefined when there was nothing to stop.
 */
export async function stopLeftover(
  pidFile: string,
  mark: string,
  signal: NodeJS.Signals,
): Promise<number | undefined> {
  const pid = readPid(pidFile);
  if (pid === undefined || !commandOf(pid).includes(mark)) return undefined;
  sendSignal(pid, signal);
  const deadlineMs = Date.now() + 10_000;
  while (commandOf(pid).includes(mark)) {
    if (Date.now() > deadlineMs) throw new Error(`process ${pid} of an earlier run does not stop`);
    await pause(20);
  }
  return pid;
}

/** The pid on the first line of a file, if there is one. */
export function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** The command line of a process; empty when it has ended. */
export function commandOf(pid: number): string {
  try {
    // Slim Linux images have no ps, and macOS has no /proc.
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}

/** Whether there is a process of that number, be it dead and not yet buried. */
export function isTaken(pid: number): boolean {
  return sendSignal(pid, 0);
}

/** @returns whether there was a process to get the signal. */
function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
