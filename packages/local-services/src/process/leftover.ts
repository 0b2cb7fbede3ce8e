import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { execaSync } from 'execa';
import { onWindows } from './programs.ts';

const STOP_LIMIT_MS = 10_000;

/** A process of an earlier run that may still be running. */
export interface Leftover {
  /** For messages: "Redis". */
  name: string;
  /** Its first line is the pid. */
  pidFile: string;
  /** Text that the command line of this service contains, and no other process's does. */
  mark: string;
  signal: NodeJS.Signals;
}

/**
 * Stops a service that a killed run left running. Usually its lifeline has stopped it already.
 *
 * @throws Error if it is still running ten seconds after the signal.
 */
export async function stopLeftover({ name, pidFile, mark, signal }: Leftover): Promise<void> {
  const pid = readPid(pidFile);
  if (pid === undefined || !isRunning(pid, mark)) return;
  sendSignal(pid, signal);
  const deadlineMs = Date.now() + STOP_LIMIT_MS;
  while (isRunning(pid, mark)) {
    if (Date.now() > deadlineMs) throw new Error(`${name} of an earlier run (process ${pid}) does not stop`);
    await pause(20);
  }
  console.error(`stopped ${name} of an earlier run (process ${pid})`); // stdout belongs to the caller
}

/** The pid on the first line of a file, or undefined if there is none. */
export function readPid(pidFile: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

/** Whether the process runs, and its command line contains `mark`. */
export function isRunning(pid: number, mark: string): boolean {
  return slashed(commandOf(pid)).includes(slashed(mark));
}

const slashed = (text: string) => (onWindows ? text.replaceAll('\\', '/') : text);

/** The command line of a process. Empty if it has exited. */
export function commandOf(pid: number): string {
  try {
    // Slim Linux images have no ps, and macOS has no /proc.
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    if (onWindows) return commandOnWindows(pid);
    return execaSync('ps', ['-o', 'command=', '-p', String(pid)]).stdout;
  } catch {
    return '';
  }
}

function commandOnWindows(pid: number): string {
  const query = `(Get-CimInstance Win32_Process -Filter 'ProcessId=${pid}').CommandLine`;
  return execaSync('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', query]).stdout;
}

/** Whether a process has this pid, including zombies. */
export function isPidInUse(pid: number): boolean {
  return sendSignal(pid, 0);
}

/** @returns whether the process exists. */
function sendSignal(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
