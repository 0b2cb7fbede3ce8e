import { cpuMs } from './cpu.ts';
import { inParallel, quantile, startStack } from './stack.ts';

/**
 * How many orders per second can one API process place, and pay, over HTTP, and what CPU time does each cost? 10,000 orders
 * over 64 connections.
 */
const orders = 10_000;
const connections = 64;

const stack = await startStack();
const post = async (path: string, content: object): Promise<{ id: string }> => {
  const body = JSON.stringify(content);
  const response = await fetch(stack.apiUrl + path, { method: 'POST', headers: stack.headers, body });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as { id: string };
};

const ids: string[] = [];
const place = async () => {
  ids.push((await post('/v1/orders', { amount: 100, currency: 'EUR', customerId: 'cus_1' })).id);
};
const pay = (index: number) => post(`/v1/orders/${ids[index]}/pay`, { paymentReference: `pay_${index}` });

const processes = ['api', 'postgres', 'redis'] as const;
const cpuOfAll = () => processes.map((name) => cpuMs(stack.pids[name]));
const cpuSince = (before: number[]) =>
  cpuOfAll()
    .map(
      (ms, index) => `${processes[index]} ${Math.round(((ms - (before[index] ?? 0)) / orders) * 1_000)} µs`,
    )
    .join(', ');

await inParallel(500, connections, place);
for (const [name, work] of Object.entries({ place, pay })) {
  const [startedAt, before] = [performance.now(), cpuOfAll()];
  const durations = await inParallel(orders, connections, work);
  const perSecond = Math.round((orders / (performance.now() - startedAt)) * 1_000);
  const [p50, p99] = [0.5, 0.99].map((q) => quantile(durations, q).toFixed(1));
  console.log(
    `${name}: ${perSecond} orders/s, p50 ${p50} ms, p99 ${p99} ms, CPU per order ${cpuSince(before)}`,
  );
}
await stack.close();
