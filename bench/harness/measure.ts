import type { Bench } from './bench.ts';
import { cpuUs } from './cpu.ts';
import type { LoadReport, LoadRequest } from './load.ts';
import { quantile } from './samples.ts';

/** Processes by what they are. `postgres` counts with all its backends. */
export type Pids = Record<string, number>;

/** What {@link measureLoad} says, for a table. */
export const loadColumns = [
  'perSecond',
  'p50Ms',
  'p99Ms',
  'refused',
  'cpuUs',
  'apiCpuUs',
  'workerCpuUs',
  'postgresCpuUs',
  'redisCpuUs',
];

/** One connection shows the latency, many the throughput. */
export function casesOf({ size }: Bench): { label: string; connections: number; operations: number }[] {
  return [
    { label: '1 connection', connections: 1, operations: size(1_500, 10) },
    { label: '64 connections', connections: 64, operations: size(8_000, 64) },
    { label: '256 connections', connections: 256, operations: size(10_000, 256) },
  ].slice(0, size(3, 2));
}

/** Sends the requests, and says what they cost: see {@link loadFigures}. */
export async function measureLoad(
  bench: Bench,
  pids: Pids,
  request: LoadRequest,
): Promise<{ report: LoadReport; figures: Record<string, number> }> {
  const all = { ...pids, ...bench.servers.pids, load: bench.load.pid };
  const before = cpuOf(all);
  const report = await bench.load.send(request);
  const after = cpuOf(all);
  return { report, figures: loadFigures(report, before, after) };
}

/**
 * Successes per second, their latency, and CPU time per success: `cpuUs` of all processes but the load's, and of each by itself.
 * What was refused with 503 counts for nothing and costs all the same.
 */
function loadFigures(report: LoadReport, before: Pids, after: Pids): Record<string, number> {
  const answers = report.answersMs.length;
  const { load, ...contender } = perOperation(before, after, answers);
  return {
    perSecond: answers / report.seconds,
    p50Ms: quantile(report.answersMs, 0.5),
    p99Ms: quantile(report.answersMs, 0.99),
    refused: report.statuses['503'] ?? 0,
    ...cpuFigures(contender),
    loadCpuUs: load ?? 0,
  };
}

/** `cpuUs` in all, and `apiCpuUs`, `postgresCpuUs` and so on. */
export function cpuFigures(us: Record<string, number>): Record<string, number> {
  const each = Object.entries(us).map(([name, value]) => [`${name}CpuUs`, value]);
  const sum = Object.values(us).reduce((total, value) => total + value, 0);
  return { cpuUs: sum, ...Object.fromEntries(each) };
}

export function cpuOf(pids: Pids): Record<string, number> {
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, cpuUs(pid)]));
}

/** A process that ended meanwhile is counted less exactly afterwards than before: hence never less than 0. */
export function perOperation(before: Pids, after: Pids, operations: number): Record<string, number> {
  return Object.fromEntries(
    Object.entries(after).map(([name, us]) => [name, Math.max(0, us - (before[name] ?? 0)) / operations]),
  );
}

/** Whether every request was answered, with this status or, by a server that has too many of them, 503. */
export const isAnswered = ({ failed, statuses, answersMs }: LoadReport, requests: number, status: number) =>
  failed === 0 &&
  statuses[status] === answersMs.length &&
  answersMs.length + (statuses['503'] ?? 0) === requests;
