import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { inParallel, quantile, startStack } from './stack.ts';
import type { ReaderRequest, ReaderResponse } from './streams-reader.ts';

/**
 * How much memory do open streams take in an API process, and how long after a payment do they show it? Another
 * process reads the streams, one per order, and another API places and pays the orders. The first argument is the
 * number of streams, by default 5,000.
 */
const count = Number(process.argv[2] ?? 5_000);
const payments = Math.min(500, count);

const stack = await startStack();
const api = await stack.startApi();
const reader = fork(fileURLToPath(new URL('streams-reader.ts', import.meta.url)));

async function ask(request: ReaderRequest): Promise<ReaderResponse> {
  reader.send(request);
  const [response] = (await once(reader, 'message')) as [ReaderResponse];
  return response;
}

const post = (path: string, body: object) =>
  fetch(`${stack.apiUrl}/v1/orders${path}`, {
    method: 'POST',
    headers: stack.headers,
    body: JSON.stringify(body),
  });

/** The resident memory of the API, in MiB. */
async function residentMb(): Promise<number> {
  const text = await (await fetch(`${api.url}/metrics`)).text();
  return Number(/^process_resident_memory_bytes (\S+)$/m.exec(text)?.[1]) / 2 ** 20;
}

const ids: string[] = [];
await inParallel(count, 20, async () => {
  const order = (await (await post('', { amount: 100, currency: 'EUR' })).json()) as { id: string };
  ids.push(order.id);
});
const idleMb = await residentMb();

const openedAt = performance.now();
await ask({ open: ids.map((id) => `${api.url}/v1/orders/${id}/stream`), headers: stack.headers });
const openingMs = performance.now() - openedAt;
// Long enough for a heartbeat on every stream.
await new Promise((resolve) => setTimeout(resolve, 16_000));
const openMb = await residentMb();
console.log(
  `${count} streams opened in ${Math.round(openingMs)} ms; resident memory ${idleMb.toFixed(0)} MiB before, ` +
    `${openMb.toFixed(0)} MiB after: ${(((openMb - idleMb) * 1_024) / count).toFixed(1)} KiB each`,
);

const paid = ids.slice(0, payments);
await inParallel(payments, 1, (index) => post(`/${paid[index]}/pay`, {}));
const { arrivals } = await ask({ arrivalsOf: paid });
const { rows } = await stack.postgres.query<{ id: string; at: Date }>(
  `select order_id as id, occurred_at as at from order_events where type = 'order.paid'`,
);
const lateness = arrivals.map(([occurredAt, arrivedAt]) => arrivedAt - occurredAt);
console.log(
  `${lateness.length} of ${rows.length} payments arrived on their streams; time from payment to arrival: ` +
    `p50 ${quantile(lateness, 0.5).toFixed(1)} ms, p99 ${quantile(lateness, 0.99).toFixed(1)} ms, ` +
    `max ${Math.max(...lateness).toFixed(1)} ms`,
);
reader.kill();
await stack.close();
