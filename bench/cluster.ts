import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { createToolRedis, type Redis } from '@order-countdown/shared/redis/connection';
import { createLayout, type AlarmLayout } from '@order-countdown/shared/redis/layout';
import { reconciledKey } from '@order-countdown/shared/redis/reconciled';
import { startRedisCluster } from '@order-countdown/test/redis-cluster';
import { until } from '@order-countdown/test/until';
import type { Answer, Question } from './harness/bench.ts';
import { cpuUs } from './harness/cpu.ts';
import { migrateOurs } from './harness/ours.ts';
import { startProcess } from './harness/process.ts';
import { figuresMissing, oursName, resultOf, tableOf, write } from './harness/report.ts';
import type { Sample } from './harness/samples.ts';
import { writeOurs } from './harness/seed.ts';
import { startServers } from './harness/stores.ts';

/**
 * `node bench/cluster.ts [rounds] [orders]`: how many alarms do one, two and three masters bear? Our worker sets an alarm and a countdown key
 * for each order, and then all are due at one instant, without the sweep. All masters share one core, and the worker and Postgres the
 * other one. So what masters with a core each would bear is told by the CPU time of the busiest one. Linux only.
 */
const rounds = Number(process.argv[2] ?? 5);
const orders = Number(process.argv[3] ?? 20_000);
/** All have their alarms by then, on a busy machine, too. */
const dueInSeconds = 8 + orders / 1_400;
const cores = { worker: 0, masters: 1 };
/** Past it something is stuck. */
const limitMs = 300_000;

const question: Question = {
  asks: 'How many alarms a second do one, two and three masters of a Redis Cluster bear, and what CPU time does an alarm cost?',
  columns: ['perSecond', 'workerCpuUs', 'postgresCpuUs', 'redisCpuUs', 'busiestCpuUs', 'bornPerSecond'],
  answer: measureAll,
};

interface Contender {
  name: string;
  url: string;
  layout: AlarmLayout;
  masters: number[];
}

const pin = (pid: number, core: number) =>
  execFileSync('taskset', ['-apc', String(core), String(pid)], { stdio: 'ignore' });

const servers = await startServers();
pin(servers.pids.postgres, cores.worker);
const clusters = await Promise.all(
  [1, 2, 3].map((masters) =>
    startRedisCluster({
      masters,
      replicas: false,
      settings: { appendonly: 'yes', hz: '500', 'cluster-node-timeout': '15000' },
    }),
  ),
);
for (const { nodes } of clusters) for (const { pid } of nodes) pin(pid, cores.masters);

async function measure({ url, layout, masters }: Contender): Promise<[string, Record<string, number>][]> {
  const stores = await servers.open();
  const redis = createToolRedis(url);
  await migrateOurs({ ...stores, redisUrl: url });
  const env = {
    NODE_ENV: 'test',
    DATABASE_URL: stores.databaseUrl,
    REDIS_URL: url,
    WORKER_PORT: '0',
    SWEEP_INTERVAL_MS: '3600000',
  };
  const worker = await startProcess('apps/worker/src/main.ts', [], env, (line) =>
    line.includes('"address"') ? true : undefined,
  );
  pin(worker.pid, cores.worker);
  const spent = () => [worker.pid, servers.pids.postgres, ...masters].map((pid) => cpuUs(pid));
  const figures = (before: number[], seconds: number): Record<string, number> => {
    const [workerCpuUs, postgresCpuUs, ...each] = spent().map((us, index) => (us - before[index]!) / orders);
    const busiestCpuUs = Math.max(...each);
    return {
      perSecond: orders / seconds,
      workerCpuUs: workerCpuUs!,
      postgresCpuUs: postgresCpuUs!,
      redisCpuUs: each.reduce((sum, us) => sum + us, 0),
      busiestCpuUs,
      bornPerSecond: 1e6 / busiestCpuUs,
    };
  };
  try {
    await agreed(redis, layout);
    const due = await writeOurs(stores, { orders, dueInSeconds });
    await stores.postgres.query('vacuum analyze orders');
    const [setAt, beforeSet] = [performance.now(), spent()];
    for (const { tag } of layout.shards) await redis.del(tag + reconciledKey);
    await agreed(redis, layout);
    const set = figures(beforeSet, (performance.now() - setAt) / 1_000);
    if (Date.now() > +due) throw new Error('the orders were due before all had alarms');
    await sleep(+due - Date.now());
    const [rungAt, beforeRing] = [performance.now(), spent()];
    await until(async () => (await left(redis, layout)) === 0, limitMs, 10);
    const rung = figures(beforeRing, (performance.now() - rungAt) / 1_000);
    const { rows } = await stores.postgres.query(`select from orders where status <> 'cancelled'`);
    if (rows.length > 0) throw new Error(`${rows.length} orders were not cancelled by their alarms`);
    return [
      ['set', set],
      ['rung', rung],
      ['both', together(set, rung)],
    ];
  } finally {
    await worker.end('SIGTERM');
    for (const { tag } of layout.shards) await redis.del(tag + reconciledKey);
    redis.disconnect();
    await stores.close();
  }
}

/** An alarm is set once and rings once. */
function together(set: Record<string, number>, rung: Record<string, number>): Record<string, number> {
  const sum = (name: string) => set[name]! + rung[name]!;
  return {
    perSecond: 1 / (1 / set['perSecond']! + 1 / rung['perSecond']!),
    workerCpuUs: sum('workerCpuUs'),
    postgresCpuUs: sum('postgresCpuUs'),
    redisCpuUs: sum('redisCpuUs'),
    busiestCpuUs: sum('busiestCpuUs'),
    bornPerSecond: 1e6 / sum('busiestCpuUs'),
  };
}

/** Waits until each shard agrees with the ledger. */
async function agreed(redis: Redis, { shards }: AlarmLayout): Promise<void> {
  for (const { tag } of shards)
    await until(async () => (await redis.exists(tag + reconciledKey)) === 1, limitMs, 10);
}

/** Alarms that are set, waiting or being worked on. */
async function left(redis: Redis, { shards }: AlarmLayout): Promise<number> {
  const counts = await Promise.all(
    shards.flatMap(({ queue, prefix }) => [
      redis.zcard(`${prefix}:${queue}:delayed`),
      redis.llen(`${prefix}:${queue}:wait`),
      redis.llen(`${prefix}:${queue}:active`),
    ]),
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function measureAll(): Promise<Answer> {
  const one = await servers.open();
  pin(servers.pids.redis, cores.masters);
  const contenders: Contender[] = [
    {
      name: 'no cluster',
      url: one.redisUrl,
      layout: createLayout(1),
      masters: [servers.pids.redis],
    },
    ...clusters.map(({ url, nodes }, index) => ({
      name: `${index + 1} master${index === 0 ? '' : 's'}`,
      // Several addresses mean a cluster.
      url: index === 0 ? `${url},${url}` : url,
      layout: createLayout(16, true),
      masters: nodes.map(({ pid }) => pid),
    })),
  ];
  const samples: Sample[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    // Nobody is always the first.
    for (const contender of round % 2 === 1 ? contenders : contenders.toReversed()) {
      console.error(`round ${round} of ${rounds}: ${contender.name}`);
      for (const [name, figures] of await measure(contender)) {
        samples.push({ contender: oursName, case: `${contender.name}, ${name}`, round, figures });
      }
    }
  }
  const notes = [
    `${orders} alarms, all due at one instant, 16 shards in a cluster. \`busiestCpuUs\` is what the busiest master spent, over all alarms, and \`bornPerSecond\` how many a second that is with a core for each master.`,
  ];
  return { samples, notes };
}

const result = resultOf('cluster', question, await measureAll(), { load: 'none', rounds, quick: false });
console.log(tableOf(result, question.columns));
if (rounds >= 3) write(result);
const wrong = figuresMissing(result, question);
for (const each of wrong) console.error(each);
await Promise.all(clusters.map((cluster) => cluster.stop()));
await servers.stop();
process.exit(wrong.length === 0 ? 0 : 1);
