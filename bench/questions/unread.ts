import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startApi } from '@order-countdown/test/processes';
import { watchWeight } from '@order-countdown/test/weight';
import type { Bench, Question } from '../harness/bench.ts';
import { migrateOurs } from '../harness/ours.ts';
import { quantile, type Sample } from '../harness/samples.ts';
import type { Stores } from '../harness/stores.ts';

type Case = [connections: number, requests: number, path: string];

const cases: Case[] = [
  [1_000, 0, '/'],
  [12_000, 0, '/'],
  [6, 1_000, '/openapi.json'],
  [10, 1_000, '/openapi.json'],
  [1_000, 20, '/health/live'],
  [1_000, 200, '/openapi.json'],
  [12_000, 1, '/openapi.json'],
  [12_000, 20, '/openapi.json'],
];

export const question: Question = {
  asks: 'What do clients that never read cost an api process, and how soon is its health answered meanwhile?',
  columns: ['addedMiB', 'healthP50Ms', 'healthP99Ms', 'healthMaxMs'],
  mayBeZero: ['addedMiB'],
  async answer(bench) {
    const stores = await bench.servers.open();
    await migrateOurs(stores);
    const samples: Sample[] = [];
    for (const each of bench.size(cases, cases.slice(2, 3))) {
      const [connections, requests, path] = each;
      const name = `${connections} connections with ${requests} requests of ${path} each`;
      bench.progress(name);
      const figures = await watched(bench, stores, each);
      samples.push({ contender: 'order-countdown', case: name, round: 1, figures });
    }
    await stores.close();
    return {
      samples,
      notes: ['Each row has a process of its own, watched for 10 s once all are connected.'],
    };
  },
};

async function watched(bench: Bench, stores: Stores, each: Case): Promise<Record<string, number>> {
  const api = await startApi(stores);
  const watch = watchWeight(api);
  const clients = fork(
    fileURLToPath(new URL('../harness/unread-clients.ts', import.meta.url)),
    [api.url, ...each].map(String),
  );
  await once(clients, 'message');
  await sleep(bench.size(10_000, 1_000));
  await watch.stop();
  const figures = {
    addedMiB: Math.max(0, watch.addedMiB()),
    healthP50Ms: quantile(watch.probes, 0.5),
    healthP99Ms: quantile(watch.probes, 0.99),
    healthMaxMs: Math.max(...watch.probes),
  };
  clients.kill();
  await api.end();
  return figures;
}
