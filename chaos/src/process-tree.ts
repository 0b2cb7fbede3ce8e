import { readFileSync, readdirSync } from 'node:fs';
import { execaSync } from 'execa';

/** Sends a signal to a process and all below it. @returns the pids that it was sent to */
export function signalTree(pid: number, signal: NodeJS.Signals): number[] {
  signalTo(pid, signal); // first: once stopped, it starts no others
  const below = descendantsOf(pid);
  for (const each of below) signalTo(each, signal);
  return [pid, ...below];
}

/** Ends what this process has started, frozen or not. */
export function killDescendants(): void {
  for (const pid of descendantsOf(process.pid)) signalTo(pid, 'SIGKILL');
}

export function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The resident memory of a process in MiB. 0: it has exited, or this is not Linux. */
export function residentMiB(pid: number): number {
  const kiB = /^VmRSS:\s+(\d+)/m.exec(readOrEmpty(`/proc/${pid}/status`))?.[1] ?? 0;
  return Number(kiB) / 1_024;
}

function descendantsOf(pid: number): number[] {
  const children = Map.groupBy(listProcesses(), ({ parent }) => parent);
  const below = (parent: number): number[] =>
    (children.get(parent) ?? []).flatMap(({ pid }) => [pid, ...below(pid)]);
  return below(pid);
}

function listProcesses(): { pid: number; parent: number }[] {
  if (process.platform !== 'linux') {
    const { stdout } = execaSync('ps', ['-axo', 'pid=,ppid=']);
    return stdout.split('\n').map((line) => {
      const [pid = 0, parent = 0] = line.trim().split(/\s+/).map(Number);
      return { pid, parent };
    });
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      const parent = /^PPid:\s+(\d+)/m.exec(readOrEmpty(`/proc/${name}/status`))?.[1] ?? -1;
      return { pid: Number(name), parent: Number(parent) };
    });
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
