import { once } from 'node:events';
import { connect } from 'node:net';
import { startApi } from '@order-countdown/test/processes';
import { backendToken } from '@order-countdown/test/tokens';
import { cpuUs } from './harness/cpu.ts';
import { migrateOurs } from './harness/ours.ts';
import { quantile } from './harness/samples.ts';
import { startServers } from './harness/stores.ts';

/**
 * What does a placed order cost with API_PROCESSES=2, beside one process with as many clients, one with as many clients as each
 * of the two has, and two APIs? All serve the same stores and take turns. The client writes and reads plain bytes, so as to
 * take little of the machine. Linux only.
 */
const rounds = Number(process.argv[2] ?? 6);
const orders = Number(process.argv[3] ?? 10_000);
const connections = 128;

const servers = await startServers();
const stores = await servers.open();
await migrateOurs(stores);
const start = (count: number) =>
  startApi(stores, { API_PROCESSES: String(count), RATE_LIMIT_PER_MINUTE: '10000000' });
const [one, two, other] = await Promise.all([start(1), start(2), start(1)]);
const contenders = [
  { name: 'one process', apis: [one], clients: connections },
  { name: 'one process, half the clients', apis: [one], clients: connections / 2 },
  { name: 'two processes', apis: [two], clients: connections },
  { name: 'two APIs', apis: [one, other], clients: connections },
].map((contender) => ({ ...contender, results: [] as number[][] }));
type Contender = (typeof contenders)[number];

const body = JSON.stringify({ amount: 100, currency: 'EUR', customerId: 'cus_1' });
const request = `POST /v1/orders HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${backendToken}\r
Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;

/** Places orders over one connection, one after the other, while `next` says so. */
async function place(url: string, next: () => boolean): Promise<void> {
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

/** @returns orders per second */
async function run({ apis, clients }: Contender): Promise<number> {
  let left = orders;
  const next = () => left-- > 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: clients }, (_, index) => place(apis[index % apis.length]!.url, next)),
  );
  return (orders / (performance.now() - startedAt)) * 1_000;
}

/** CPU time of the APIs and of the stores, with the children of each, in microseconds. */
const cpu = ({ apis }: Contender) => [
  apis.reduce((sum, { child }) => sum + cpuUs(child.pid!), 0),
  ...[servers.pids.postgres, servers.pids.redis].map((pid) => cpuUs(pid)),
];

for (let warm = 0; warm < 2; warm += 1) for (const contender of contenders) await run(contender);
for (let round = 0; round < rounds; round += 1) {
  // Nobody is always the first, whose tables are smaller.
  for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
    const before = cpu(contender);
    const perSecond = await run(contender);
    const spent = cpu(contender).map((us, index) => (us - before[index]!) / orders);
    contender.results.push([...spent, perSecond]);
  }
}
for (const { name, results } of contenders) {
  const [api, postgres, redis, perSecond] = [0, 1, 2, 3].map((column) => {
    const [low, median, high] = [0, 0.5, 1].map((q) =>
      quantile(
        results.map((row) => row[column]!),
        q,
      ),
    );
    return `${Math.round(median!)} (${Math.round(low!)} to ${Math.round(high!)})`;
  });
  console.log(
    `${name}: CPU per order api ${api} µs, postgres ${postgres} µs, redis ${redis} µs; ${perSecond} orders/s`,
  );
}
await Promise.all([one, two, other].map((api) => api.end()));
await servers.stop();
