import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second. */
const msPerTick = 10;

/** CPU time that a process and its children have used so far, in milliseconds. Linux only. */
export function cpuMs(pid: number): number {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(name) === pid);
  return [pid, ...children].reduce((sum: number, each) => sum + ownCpuMs(each), 0);
}

function ownCpuMs(pid: number | string): number {
  // User and system time, of the process and of those children that it has waited for.
  const ticks = statOf(pid)?.slice(11, 15) ?? [];
  return ticks.reduce((sum, each) => sum + Number(each), 0) * msPerTick;
}

const parentOf = (pid: string) => Number(statOf(pid)?.[1]);

/** The fields of /proc/pid/stat from the state on; null once the process is gone. */
function statOf(pid: number | string): string[] | null {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
  } catch {
    return null;
  }
}
