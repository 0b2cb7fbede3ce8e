import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { LoadReport, LoadRequest } from './overload-load.ts';
import { quantile, startStack } from './stack.ts';

/**
 * What does one API do with three times the requests that it can bear? Measures how many orders per second it places
 * over 64 connections, then offers a multiple of that, at a steady rate whatever is answered. Linux only.
 *
 * Arguments: the multiple, by default 3; the seconds, by default 20; the capacity, by default measured.
 */
const factor = Number(process.argv[2] ?? 3);
const seconds = Number(process.argv[3] ?? 20);
const windowSeconds = 3;

const stack = await startStack();
const load = fork(fileURLToPath(new URL('overload-load.ts', import.meta.url)));
const body = JSON.stringify({ amount: 100, currency: 'EUR', expiresInSeconds: windowSeconds });
const { port, host } = new URL(stack.apiUrl);
const headers = Object.entries({ Host: host, ...stack.headers, 'Content-Length': String(body.length) });
const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
const text = `POST /v1/orders HTTP/1.1\r\n${head}\r\n${body}`;

async function offer(
  rest: Pick<LoadRequest, 'perSecond' | 'seconds' | 'connections' | 'maxWaiting'>,
): Promise<LoadReport> {
  load.send({ port: Number(port), text, ...rest } satisfies LoadRequest);
  const [report] = (await once(load, 'message')) as [LoadReport];
  return report;
}

const closedLoop = { perSecond: 10_000, seconds: 5, connections: 64, maxWaiting: 64 };
await offer(closedLoop);
const { answersMs: placed } = await offer(closedLoop);
const measured = Math.round((placed['201']?.length ?? 0) / closedLoop.seconds);
const [bearableP50, bearableP99] = [0.5, 0.99].map((q) => Math.round(quantile(placed['201'] ?? [], q)));
console.log(
  `capacity: ${measured} orders/s over 64 connections, p50 ${bearableP50} ms, p99 ${bearableP99} ms`,
);
const perSecond = Math.round(Number(process.argv[4] ?? measured) * factor);
await sleep(windowSeconds * 1_000);

const before = await stack.postgres.query('select clock_timestamp() as now');
const residentMb: number[] = [];
const watching = setInterval(() => residentMb.push(residentMbOf(stack.pids.api)), 1_000);
const report = await offer({ perSecond, seconds, connections: 1_500, maxWaiting: 20_000 });
clearInterval(watching);
load.disconnect();

const { givenUp, failed, answersMs } = report;
console.log(`offered ${perSecond}/s for ${seconds} s: ${givenUp} given up, ${failed} failed`);
for (const [status, durations] of Object.entries(answersMs)) {
  const [p50, p99, max] = [0.5, 0.99, 1].map((q) => Math.round(quantile(durations, q)));
  const rate = Math.round(durations.length / seconds);
  console.log(`${status}: ${durations.length} (${rate}/s), p50 ${p50} ms, p99 ${p99} ms, max ${max} ms`);
}
console.log(`resident memory of the api by second: ${residentMb.map(Math.round).join(' ')} MiB`);

const pending = `select from orders where status = 'pending'`;
while ((await stack.postgres.query(pending)).rowCount !== 0) await sleep(100);
const { rows } = await stack.postgres.query(
  `select percentile_cont(array[0.5, 0.99, 1]) within group
     (order by extract(epoch from cancelled_at - expires_at)::float8 * 1000) as late
   from orders where created_at >= $1`,
  [before.rows[0].now],
);
const [p50, p99, max] = rows[0].late.map(Math.round);
console.log(`cancelled after the deadline: p50 ${p50} ms, p99 ${p99} ms, max ${max} ms`);
await stack.close();

function residentMbOf(pid: number): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;
}
