import { once } from 'node:events';
import { connect } from 'node:net';
import { startApi } from '@order-countdown/test/processes';
import { cpuMs } from './cpu.ts';
import { startStack } from './stack.ts';

/**
 * What does a placed order cost with one API process and with two, and how many are placed per second? Both serve the same
 * stores and take turns. The client writes and reads plain bytes, so as to take little of the machine.
 */
const rounds = Number(process.argv[2] ?? 6);
const orders = Number(process.argv[3] ?? 10_000);
const connections = 128;
const counts = [1, 2];

const stack = await startStack();
const apis = await Promise.all(
  counts.map((count) =>
    startApi(
      { databaseUrl: stack.databaseUrl, redisUrl: stack.redisUrl },
      {
        API_PROCESSES: String(count),
        RATE_LIMIT_PER_MINUTE: '10000000',
        MAX_CONNECTIONS_PER_ADDRESS: '12000',
      },
    ),
  ),
);

const body = JSON.stringify({ amount: 100, currency: 'EUR', customerId: 'cus_1' });
const request = `POST /v1/orders HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${stack.headers['Authorization']}\r
Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** Places orders over one connection, one after the other, while `next` says so. */
async function client(url: string, next: () => boolean): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding('utf8').setNoDelay();
  let answer = '';
  socket.on('data', (text: string) => {
    answer += text;
    const headersEnd = answer.indexOf('\r\n\r\n');
    const length = Number(/content-length: (\d+)/i.exec(answer)?.[1]);
    if (headersEnd < 0 || answer.length < headersEnd + 4 + length) return;
    if (!answer.startsWith('HTTP/1.1 201')) throw new Error(answer);
    answer = '';
    if (next()) socket.write(request);
    else socket.end();
  });
  if (next()) socket.write(request);
  await once(socket, 'close');
}

async function placeOrders(url: string): Promise<number> {
  let left = orders;
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: connections }, () => client(url, () => left-- > 0)));
  return (orders / (performance.now() - startedAt)) * 1_000;
}

/** CPU time of each process, and of the children of each, in milliseconds. */
const cpu = (api: number) =>
  [api, stack.pids.postgres, stack.pids.redis, stack.pids.worker].map((pid) => cpuMs(pid));

const median = (values: number[]) =>
  Math.round(values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!);
const results = counts.map(() => [] as number[][]);

for (const api of apis) await placeOrders(api.url);
for (let round = 0; round < rounds; round += 1) {
  // Neither is always the first, whose tables are smaller.
  for (const index of round % 2 === 0 ? [0, 1] : [1, 0]) {
    const { url, child } = apis[index]!;
    const before = cpu(child.pid!);
    const perSecond = await placeOrders(url);
    const spent = cpu(child.pid!).map((ms, each) => ((ms - before[each]!) / orders) * 1_000);
    const row = [...spent, spent.reduce((sum, each) => sum + each, 0), perSecond];
    results[index]!.push(row);
    console.log(`${counts[index]} processes: ${row.map(Math.round).join(' ')}`);
  }
}
console.log('medians: CPU µs per placed order of api, Postgres, Redis, worker, in all; orders/s');
results.forEach((rows, index) => {
  const medians = rows[0]!.map((_, column) => median(rows.map((row) => row[column]!)));
  console.log(`${counts[index]} processes: ${medians.join(' ')}`);
});
await Promise.all(apis.map((api) => api.end()));
await stack.close();
