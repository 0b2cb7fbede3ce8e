import { poisson } from './random.ts';

/** CPU time of one cancellation, in µs, by what spends it. */
export interface ServiceTimes {
  worker: number;
  postgres: number;
  redis: number;
}

export interface Measured {
  /** By the sweep, once many are due. */
  herd: ServiceTimes;
  /** By alarms. */
  alone: ServiceTimes;
  /** From the deadline to the cancellation while nothing else is due, in milliseconds. */
  wakeMs: number;
}

export interface Fleet {
  /** Of one machine that all share; null: each process has a core of its own, and Postgres `postgresCores`. */
  sharedCores: number | null;
  workers: number;
  postgresCores: number;
  /** Redis servers that share the alarms. */
  redisServers: number;
}

export interface Outage {
  what: 'redis' | 'postgres' | 'workers';
  /** Of the workers; all of them unless given. */
  count?: number;
  fromMs: number;
  toMs: number;
}

export interface Scenario {
  name: string;
  fleet: Fleet;
  seconds: number;
  /** Orders that become due per second, at a time. */
  duePerSecond: (ms: number) => number;
  herds?: { atMs: number; orders: number }[];
  outages?: Outage[];
}

/** In milliseconds from the deadline. */
export interface Lateness {
  orders: number;
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
}

const sweepIntervalMs = 1_000;

/** So many due at once are swept: `manyDue` of the worker's relief. */
const manyDue = 1_000;

/** Batches that one worker's sweep has in Postgres at a time, each of which uses one core at most. */
const batchesOfWorker = 2;

/**
 * Milliseconds pass one by one. In each, orders become due, and as many of the earliest are cancelled as the scarcest of worker,
 * Postgres and Redis has CPU time for. It knows no network, disk or garbage collector: what it tells is the least.
 */
export function simulate(scenario: Scenario, measured: Measured, random: () => number): Lateness {
  const due: { atMs: number; orders: number }[] = [];
  const late = new Map<number, number>();
  let [first, waiting, share, isSweeping] = [0, 0, 0, false];

  function becomeDue(atMs: number, orders: number): void {
    if (orders === 0) return;
    due.push({ atMs, orders });
    waiting += orders;
  }

  function cancel(ms: number, wakeMs: number): void {
    while (first < due.length && share >= 1 && due[first]!.atMs + wakeMs <= ms) {
      const batch = due[first]!;
      const orders = Math.min(batch.orders, Math.floor(share));
      batch.orders -= orders;
      share -= orders;
      waiting -= orders;
      const lateMs = ms - batch.atMs;
      late.set(lateMs, (late.get(lateMs) ?? 0) + orders);
      if (batch.orders === 0) first += 1;
    }
  }

  const end = scenario.seconds * 1_000;
  const herds = new Map(scenario.herds?.map(({ atMs, orders }) => [atMs, orders]));
  for (let ms = 0; ms < end || waiting > 0; ms += 1) {
    if (ms < end) becomeDue(ms, poisson(scenario.duePerSecond(ms) / 1_000, random) + (herds.get(ms) ?? 0));
    const lost = (scenario.outages ?? []).filter(({ fromMs, toMs }) => ms >= fromMs && ms < toMs);
    const hasRedis = lost.every(({ what }) => what !== 'redis');
    // A sweep goes on until nothing is due.
    isSweeping = waiting > 0 && (isSweeping || waiting >= manyDue || ms % sweepIntervalMs === 0);
    const isIdle = !isSweeping && !hasRedis;
    const service = isSweeping && waiting >= manyDue ? measured.herd : measured.alone;
    const perMs = isIdle ? 0 : capacity(scenario.fleet, lost, hasRedis ? service : { ...service, redis: 0 });
    // What is not used is gone, but for the part of an order.
    share = Math.min(share, 1) + perMs;
    cancel(ms, hasRedis ? measured.wakeMs : 0);
  }
  return summary(late);
}

/** How many orders can be cancelled in a millisecond. */
function capacity(fleet: Fleet, lost: readonly Outage[], service: ServiceTimes): number {
  if (lost.some(({ what }) => what === 'postgres')) return 0;
  const lostWorkers = lost.filter(({ what }) => what === 'workers');
  const workers = lostWorkers.reduce((left, { count = left }) => Math.max(0, left - count), fleet.workers);
  const coresOfPostgres = Math.min(fleet.postgresCores, workers * batchesOfWorker);
  const limits = [
    workers / service.worker,
    coresOfPostgres / service.postgres,
    service.redis > 0 ? fleet.redisServers / service.redis : Infinity,
    fleet.sharedCores === null
      ? Infinity
      : fleet.sharedCores / (service.worker + service.postgres + service.redis),
  ];
  return 1_000 * Math.min(...limits);
}

function summary(late: ReadonlyMap<number, number>): Lateness {
  const sorted = [...late].toSorted(([a], [b]) => a - b);
  const orders = sorted.reduce((sum, [, count]) => sum + count, 0);
  function quantile(q: number): number {
    let seen = 0;
    for (const [ms, count] of sorted) if ((seen += count) >= q * orders) return ms;
    return sorted.at(-1)?.[0] ?? 0;
  }
  return { orders, p50Ms: quantile(0.5), p99Ms: quantile(0.99), maxMs: quantile(1) };
}
