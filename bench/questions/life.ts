import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, Question } from '../harness/bench.ts';
import type { Load } from '../harness/load.ts';
import { cpuFigures, cpuOf, perOperation } from '../harness/measure.ts';
import { ours } from '../harness/ours.ts';
import { seed } from '../harness/seed.ts';
import type { Stores } from '../harness/stores.ts';
import { takeTurns, type Turn } from '../harness/turns.ts';

/** What `capacity.ts` and `simulate.ts` reckon with. */
export const question: Question = {
  asks: 'What CPU time does a cancellation at the deadline cost, in a herd and one by one, and how many bytes of Postgres does an order take for ever?',
  columns: ['cpuUs', 'workerCpuUs', 'postgresCpuUs', 'redisCpuUs', 'keptBytes'],
  async answer(bench) {
    const answer = await takeTurns(bench, [ours], async (turn) => {
      const herd = { orders: bench.size(20_000, 300), dueInSeconds: bench.size(20, 1) };
      turn.record('cancelled in a herd', await lapse(bench, turn, herd));
      const rate = { orders: bench.size(5_000, 100), spreadSeconds: bench.size(10, 0.5) };
      turn.record('cancelled one by one', await lapse(bench, turn, { ...herd, ...rate }));
      const orders = bench.size(5_000, 50);
      const { before, after } = await pay(turn, bench.load, orders);
      bench.check(after > before, 'paid orders take room');
      turn.record('paid', { keptBytes: (after - before) / orders });
    });
    const notes = [
      'CPU time is that until the last order is cancelled: alarms of a herd are removed after that. Bytes are those of tables and indexes after `vacuum full`.',
    ];
    return { ...answer, notes };
  },
};

/** Has orders lapse, and says what each costs until the last one is cancelled. */
async function lapse(
  bench: Bench,
  { name, running, stores }: Turn,
  what: { orders: number; dueInSeconds: number; spreadSeconds?: number },
): Promise<Record<string, number>> {
  const pids = { ...running.pids, ...bench.servers.pids };
  const bytesBefore = await keptBytes(stores);
  const due = await seed(name, stores, what);
  bench.check(bench.quick || Date.now() < +due, 'orders had their alarms before the deadline');
  await sleep(Math.max(0, +due - Date.now()));
  const before = cpuOf(pids);
  const lastDue = new Date(+due + (what.spreadSeconds ?? 0) * 1_000);
  while (await isAnyPending(stores, due, lastDue)) await sleep(20);
  const cpu = cpuFigures(perOperation(before, cpuOf(pids), what.orders));
  return { ...cpu, keptBytes: ((await keptBytes(stores)) - bytesBefore) / what.orders };
}

/** Of those that are due in this time: others may be pending, too. */
async function isAnyPending({ postgres }: Stores, from: Date, to: Date): Promise<boolean> {
  const query = `select exists (select from orders where status = 'pending' and expires_at between $1 and $2) as "isAny"`;
  return (await postgres.query<{ isAny: boolean }>(query, [from, to])).rows[0]!.isAny;
}

async function pay(
  { running, stores }: Turn,
  load: Load,
  orders: number,
): Promise<{ before: number; after: number }> {
  const { url, headers } = running;
  const known = new Set(await running.pendingIds());
  const before = await keptBytes(stores);
  await load.send({ url, headers, requests: [running.place()], repeat: orders, connections: 64 });
  const ids = (await running.pendingIds()).filter((id) => !known.has(id));
  await load.send({ url, headers, requests: ids.map(running.pay), connections: 64 });
  return { before, after: await keptBytes(stores) };
}

async function keptBytes({ postgres }: Stores): Promise<number> {
  for (const table of ['orders', 'order_events', 'payments']) await postgres.query(`vacuum full ${table}`);
  const { rows } = await postgres.query<{ bytes: number }>(
    'select sum(pg_total_relation_size(relid))::float8 as bytes from pg_stat_user_tables',
  );
  return rows[0]!.bytes;
}
