import { readdirSync, readFileSync } from 'node:fs';

/** CPU time of processes, from /proc. Linux only. */

/** A process that was waited for is counted in hundredths of a second; a running thread in nanoseconds. */
const usPerTick = 10_000;

/** CPU time that processes, their threads and all their children have used so far, in microseconds. */
export function cpuUs(...pids: number[]): number {
  const children = childrenByParent();
  const withChildren = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(withChildren)];
  return pids.flatMap(withChildren).reduce((sum, pid) => sum + ownCpuUs(pid), 0);
}

/** Its own, and that of the children that it has waited for, as Postgres does for the backends that ended. */
function ownCpuUs(pid: number): number {
  const ended = statOf(pid)?.slice(13, 15) ?? [];
  return threadsCpuUs(pid) + ended.reduce((sum, ticks) => sum + Number(ticks), 0) * usPerTick;
}

function threadsCpuUs(pid: number): number {
  let sumUs = 0;
  for (const thread of listing(`/proc/${pid}/task`)) {
    // The first number is the time on a CPU in nanoseconds.
    sumUs += Number(contents(`/proc/${pid}/task/${thread}/schedstat`)?.split(' ')[0] ?? 0) / 1_000;
  }
  return sumUs;
}

function childrenByParent(): Map<number, number[]> {
  const pids = listing('/proc').filter((name) => /^\d+$/.test(name));
  return Map.groupBy(pids.map(Number), (pid) => Number(statOf(pid)?.[1]));
}

/** The fields of /proc/pid/stat from the state on; undefined once the process is gone. */
const statOf = (pid: number) =>
  contents(`/proc/${pid}/stat`)
    ?.replace(/^.*\) /s, '')
    .split(' ');

/** Resident memory, in MiB. */
export function residentMiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(contents(`/proc/${pid}/status`) ?? '')?.[1]) / 1_024;
}

function contents(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function listing(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
