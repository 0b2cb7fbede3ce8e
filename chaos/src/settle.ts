import type { Cluster } from './cluster.ts';
import { findRaised, readLevels, type Levels } from './levels.ts';
import { eventually, hold } from './waiting.ts';

const readyLimitMs = 60_000;
const levelLimitMs = 30_000;
const pollMs = 250;

export interface SettleOptions {
  sweepIntervalMs: number;
  /** How long the service is watched, without faults and without commands. */
  watchMs: number;
  /** What it held before the faults. */
  before: Levels;
  signal: AbortSignal;
}

/**
 * Makes the stores whole, and then watches the service, which nobody restarts or helps: every process becomes ready, no
 * order is overdue by more than two sweeps, and connections and memory go back to their level.
 *
 * @returns what did not become true
 */
export async function settle(cluster: Cluster, options: SettleOptions): Promise<string[]> {
  const { sweepIntervalMs, watchMs, before, signal } = options;
  const broken: string[] = [];
  await Promise.all([cluster.postgres.whole(), cluster.redis.whole()]);
  await Promise.all(
    cluster.processes.map(async (one) => {
      try {
        await eventually(`${one.name} is ready`, () => one.isReady(), readyLimitMs, pollMs);
      } catch (error) {
        broken.push(String(error));
      }
    }),
  );

  // What became due while the service was not whole has two sweeps to end.
  const overdueMs = 2 * sweepIntervalMs;
  await hold(overdueMs, signal);
  const untilMs = performance.now() + watchMs;
  let mostOverdue = 0;
  do {
    mostOverdue = Math.max(mostOverdue, await countOverdue(cluster, overdueMs));
    await hold(pollMs, signal);
  } while (performance.now() < untilMs && !signal.aborted);
  if (mostOverdue > 0) broken.push(`${mostOverdue} orders were overdue by more than two sweeps`);

  for (const one of cluster.processes) {
    if (!(await one.isReady())) broken.push(`${one.name} is no longer ready`);
  }
  broken.push(...(await raisedLevels(cluster, before)));
  return broken;
}

/** Gives idle connections the time after which a pool closes them. @returns what is raised even then */
async function raisedLevels(cluster: Cluster, before: Levels): Promise<string[]> {
  let raised: string[] = [];
  for (const one of cluster.processes) one.collectGarbage();
  const isBack = async (): Promise<boolean> => {
    raised = findRaised(before, await readLevels(cluster), cluster.redis.connectionFactor);
    return raised.length === 0;
  };
  await eventually('connections and memory are back', isBack, levelLimitMs, pollMs).catch(() => undefined);
  return raised;
}

async function countOverdue({ postgres }: Cluster, overdueMs: number): Promise<number> {
  const [row] = await postgres.primary.query<{ overdue: number }>(
    `select count(*)::int as overdue from orders
     where status = 'pending' and expires_at < now() - make_interval(secs => $1::float8 / 1000)`,
    [overdueMs],
  );
  return row?.overdue ?? 0;
}
