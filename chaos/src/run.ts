import { createToolRedis } from '@order-countdown/shared/redis/connection';
import { checkRun } from './checker/check-run.ts';
import type { Violation } from './checker/check-history.ts';
import { startCluster, type Cluster, type RedisKind } from './cluster.ts';
import type { Fault } from './faults/fault.ts';
import { createFaults } from './faults/faults.ts';
import { inject, type Injected } from './inject.ts';
import { readLevels } from './levels.ts';
import { removeLeftDisks } from './postgres/disk.ts';
import { findClockShift } from './processes/clock.ts';
import { planFaults } from './schedule.ts';
import { settle } from './settle.ts';
import { hold } from './waiting.ts';
import { startWorkload, type Workload } from './workload/workload.ts';

export interface RunOptions {
  seed: number;
  /** How long faults are injected. */
  durationMs: number;
  /** Default: a pair. */
  redis?: RedisKind;
  /** Default: all. */
  kinds?: readonly string[];
  ordersDueAtOnce?: number;
  ratePerSecond?: number;
  /** How long the service is watched after the faults. Default a minute. */
  watchMs?: number;
  /** An existing folder for the logs of all processes. */
  logFolder: string;
  /** Aborted: faults end at once, what has happened is checked, and everything is ended. */
  signal: AbortSignal;
  log: (line: string) => void;
}

export interface RunResult {
  seed: number;
  operations: number;
  orders: number;
  faults: ReadonlyMap<string, number>;
  /** Kinds that this machine can't inject, and why. */
  skipped: ReadonlyMap<string, string>;
  promises: number;
  violations: readonly Violation[];
  /** What else is wrong: with the processes, or after the faults. */
  broken: readonly string[];
  /** Where the harness itself failed. */
  failures: readonly string[];
}

/** Short, so that holds end while much else happens. */
const paymentHoldSeconds = 5;
const sweepIntervalMs = 1_000;
const warmUpMs = 3_000;
const maxRequests = 10_000_000;

/**
 * Starts the service with all that belongs to it, lets clients use it while faults are injected, and checks what the
 * clients saw against what the stores hold. Everything it started is ended when it returns.
 */
export async function runChaos(options: RunOptions): Promise<RunResult> {
  const { seed, signal, log } = options;
  await removeLeftDisks();
  const cluster = await startCluster({
    logFolder: options.logFolder,
    ...(options.redis && { redis: options.redis }),
    env: {
      RATE_LIMIT_PER_MINUTE: String(maxRequests),
      SWEEP_INTERVAL_MS: String(sweepIntervalMs),
      PAYMENT_HOLD_SECONDS: String(paymentHoldSeconds),
    },
  });
  let workload: Workload | undefined;
  try {
    workload = await startWorkload({
      apiUrls: cluster.apis.map(({ url }) => url),
      seed,
      ...(options.ratePerSecond !== undefined && { ratePerSecond: options.ratePerSecond }),
    });
    await hold(warmUpMs, signal);
    const before = await readLevels(cluster);
    const { faults, skipped, target } = await chooseFaults(options, cluster, workload);
    for (const [kind, reason] of skipped) log(`${kind} is skipped: ${reason}`);
    const schedule = planFaults({ seed, durationMs: options.durationMs, faults });
    const injected = await inject({ target, faults, schedule, signal, log });
    await workload.quiesce();
    log('no more faults and commands: everything must come right by itself');
    const watchMs = options.watchMs ?? 60_000;
    const broken = await settle(cluster, { sweepIntervalMs, watchMs, before, signal });
    const report = await check(cluster, workload, injected);
    return {
      seed,
      operations: workload.history.requests.length,
      orders: report.orders,
      faults: injected.counts,
      skipped,
      promises: report.promises,
      violations: report.violations,
      broken: [...broken, ...cluster.processes.flatMap(({ misdeeds }) => misdeeds)],
      failures: injected.failures,
    };
  } finally {
    await workload?.stop();
    await cluster.close();
  }
}

async function chooseFaults(
  { kinds, redis, ordersDueAtOnce = 20_000 }: RunOptions,
  cluster: Cluster,
  { controls }: Workload,
) {
  const shift = await findClockShift();
  const target = { cluster, clockShift: typeof shift === 'function' ? shift : null, controls };
  const wanted = createFaults(ordersDueAtOnce, redis).filter(({ kind }) => kinds?.includes(kind) ?? true);
  const skipped = new Map<string, string>();
  const faults: Fault[] = [];
  for (const fault of wanted) {
    const obstacle = fault.obstacle?.(target) ?? null;
    if (obstacle === null) faults.push(fault);
    else skipped.set(fault.kind, obstacle);
  }
  return { target, faults, skipped };
}

async function check({ postgres, redis }: Cluster, { history }: Workload, { windows }: Injected) {
  const client = createToolRedis(redis.url);
  try {
    return await postgres.primary.withClient((connection) =>
      checkRun(
        { postgres: connection, redis: client, layout: redis.layout },
        { history, sweepIntervalMs, faults: windows },
      ),
    );
  } finally {
    client.disconnect();
  }
}
