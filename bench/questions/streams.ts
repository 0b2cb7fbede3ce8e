import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startApi } from '@order-countdown/test/processes';
import type { Bench, Question } from '../harness/bench.ts';
import type { Running } from '../harness/contender.ts';
import { residentMiB } from '../harness/cpu.ts';
import { inParallel } from '../harness/in-parallel.ts';
import { ours, raised } from '../harness/ours.ts';
import { request } from '../harness/requests.ts';
import { quantile } from '../harness/samples.ts';
import type { ReaderRequest, ReaderResponse } from '../harness/stream-reader-process.ts';
import type { Stores } from '../harness/stores.ts';
import { takeTurns } from '../harness/turns.ts';

/** Longer than it takes until each stream had a heartbeat. */
const heartbeatMs = 16_000;

export const question: Question = {
  asks: 'How much memory does an open stream take in an api process, and how long after a payment does the stream show it?',
  columns: ['openedPerSecond', 'addedKiBEach', 'p50Ms', 'p99Ms', 'maxMs'],
  // Of few streams, less than what a garbage collection frees.
  mayBeZero: ['addedKiBEach'],
  async answer(bench) {
    const rounds = Math.min(3, bench.rounds);
    const answer = await takeTurns({ ...bench, rounds }, [ours], async ({ running, stores, record }) => {
      const count = bench.size(5_000, 50);
      record(`${count} streams`, await streams(bench, running, stores, count));
    });
    return {
      ...answer,
      notes: ['One stream an order, all in one process; another api process places and pays.'],
    };
  },
};

async function streams(
  bench: Bench,
  running: Running,
  stores: Stores,
  count: number,
): Promise<Record<string, number>> {
  const ids = await placed(running, count);
  const api = await startApi(stores, { ...raised, MAX_STREAMS_PER_ADDRESS: '12000' });
  const reader = fork(fileURLToPath(new URL('../harness/stream-reader-process.ts', import.meta.url)));
  const ask = async (message: ReaderRequest): Promise<ReaderResponse> => {
    reader.send(message);
    return ((await once(reader, 'message')) as [ReaderResponse])[0];
  };
  try {
    const idleMiB = residentMiB(api.child.pid!);
    const openedAt = performance.now();
    await ask({ open: ids.map((id) => `${api.url}/v1/orders/${id}/stream`), headers: running.headers });
    const openingMs = performance.now() - openedAt;
    await sleep(bench.size(heartbeatMs, 0));
    const addedMiB = residentMiB(api.child.pid!) - idleMiB;

    const paid = ids.slice(0, 500);
    await inParallel(paid.length, 1, (index) => {
      const { method, path, body } = running.pay(paid[index]!);
      return request(running, method, path, JSON.parse(body!) as object);
    });
    const { arrivals } = await ask({ arrivalsOf: paid });
    bench.check(
      arrivals.length === paid.length,
      `${paid.length} streams showed the payment, not ${arrivals.length}`,
    );
    const latenessMs = arrivals.map(([occurredAt, arrivedAt]) => arrivedAt - occurredAt);
    return {
      openedPerSecond: (count / openingMs) * 1_000,
      addedKiBEach: Math.max(0, addedMiB * 1_024) / count,
      p50Ms: quantile(latenessMs, 0.5),
      p99Ms: quantile(latenessMs, 0.99),
      maxMs: Math.max(...latenessMs),
    };
  } finally {
    reader.kill();
    await api.end();
  }
}

async function placed(running: Running, count: number): Promise<string[]> {
  const { method, path, body } = running.place();
  const ids: string[] = [];
  await inParallel(count, 20, async () => {
    const order = await request<{ id: string }>(running, method, path, JSON.parse(body!) as object);
    ids.push(order.id);
  });
  return ids;
}
