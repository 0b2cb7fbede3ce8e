import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startApi } from '@order-countdown/test/processes';
import { backendToken } from '@order-countdown/test/tokens';
import { cpuUs } from './harness/cpu.ts';
import { startLoad } from './harness/load.ts';
import { migrateOurs } from './harness/ours.ts';
import { quantile } from './harness/samples.ts';
import { startServers } from './harness/stores.ts';

/**
 * What does a placed order cost the API without traces, with one trace in a hundred, and with all? And what did it cost in another
 * checkout? All serve the same stores and take turns. Linux only.
 *
 * `node bench/traces.ts [rounds] [orders] [folder of another checkout]`
 */
const rounds = Number(process.argv[2] ?? 6);
const orders = Number(process.argv[3] ?? 10_000);
const otherFolder = process.argv[4];
const connections = 64;

const collector = createServer((request, response) => void request.resume().on('end', () => response.end()));
await once(collector.listen(0, '127.0.0.1'), 'listening');
const endpoint = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;

const servers = await startServers();
const load = startLoad();
const stores = await servers.open();
await migrateOurs(stores);
const raised = { LOG_LEVEL: 'info', RATE_LIMIT_PER_MINUTE: '10000000', MAX_CONNECTIONS_PER_ADDRESS: '12000' };
const all = { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint };
const some = { ...all, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.01' };
const contenders = await Promise.all(
  [
    ...(otherFolder === undefined ? [] : [{ name: 'the other checkout', env: {}, folder: otherFolder }]),
    { name: 'no traces', env: {} },
    { name: 'one in a hundred', env: some },
    { name: 'all', env: all },
  ].map(async ({ name, env, folder }: { name: string; env: Record<string, string>; folder?: string }) => ({
    name,
    api: await startApi(stores, { ...raised, ...env }, folder),
    costs: [] as number[],
  })),
);

/** @returns CPU time of the API for an order, in microseconds */
async function run({ api }: (typeof contenders)[number]): Promise<number> {
  const before = cpuUs(api.child.pid!);
  const body = JSON.stringify({ amount: 100, currency: 'EUR', customerId: 'cus_1' });
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${backendToken}` };
  const requests = [{ method: 'POST', path: '/v1/orders', body } as const];
  const { answersMs } = await load.send({ url: api.url, headers, requests, repeat: orders, connections });
  api.log.length = 0;
  return (cpuUs(api.child.pid!) - before) / answersMs.length;
}

for (const contender of contenders) await run(contender);
for (let round = 0; round < rounds; round += 1) {
  for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
    contender.costs.push(await run(contender));
  }
}
for (const { name, costs } of contenders) {
  const [low, median, high] = [0, 0.5, 1].map((q) => Math.round(quantile(costs, q)));
  console.log(`${name}: ${median} µs (${low} to ${high}) of CPU an order`);
}
await Promise.all(contenders.map(({ api }) => api.end()));
load.stop();
collector.close();
await servers.stop();
