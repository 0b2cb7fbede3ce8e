import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createClient, sampleOrder, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { signToken } from '../support/tokens.ts';

let context: TestContext;
let api: RunningProcess;
let customer: Client;
let token: string;
let ids: string[];
let sockets: Socket[] = [];

/** About 62 KB, nearly as large as a request may be. */
const large = {
  ...sampleOrder,
  metadata: Object.fromEntries(
    Array.from({ length: 50 }, (_, n) => [`${n}`.padEnd(64, 'k'), 'é'.repeat(500)]),
  ),
};

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context, { RATE_LIMIT_PER_MINUTE: '10000' });
  token = await signToken({ sub: sampleOrder.customerId, scope: 'orders' });
  customer = createClient(api.url, token);
  ids = [];
  for (let count = 0; count < 100; count += 1)
    ids.unshift((await customer.post('/v1/orders', large)).body.id);
});

afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

afterAll(async () => {
  await api.end();
  await context.close();
});

/** The resident memory of the api, in MiB. Linux only. */
function memoryMiB(): number {
  const status = readFileSync(`/proc/${api.child.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1_024;
}

/** Asks over a connection of its own, and reads no more than the beginning of the answer. @returns its first line */
async function askUnread(path: string): Promise<string> {
  const { hostname: host, port } = new URL(api.url);
  const socket = connect({ host, port: Number(port) });
  sockets.push(socket);
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n\r\n`);
  await once(socket, 'readable');
  return String(socket.read(12));
}

test('a hundred unread lists of large orders add less than 100 MiB, and others still get theirs', async () => {
  // What a hundred readers need is not what a hundred leave unread.
  await Promise.all(Array.from({ length: 100 }, () => customer.get('/v1/orders?limit=100')));
  const before = memoryMiB();
  let most = before;
  await Promise.all(
    Array.from({ length: 100 }, async () => {
      expect(await askUnread('/v1/orders?limit=100')).toMatch(/^HTTP\/1.1 (200|503)$/);
      most = Math.max(most, memoryMiB());
    }),
  );
  expect(most - before).toBeLessThan(100);

  const neighbour = createClient(api.url, await signToken({ sub: 'neighbour', scope: 'orders' }));
  await neighbour.post('/v1/orders', { ...large, customerId: 'neighbour' });
  expect((await neighbour.get('/v1/orders?limit=100')).body.data).toHaveLength(1);
});

test('pages of large orders hold at most 1.25 MiB, and together every order once, in order', async () => {
  const pages: { data: { id: string }[]; nextCursor: string | null }[] = [];
  for (let cursor = ''; ;) {
    const { status, body } = await customer.get(`/v1/orders?limit=100${cursor && `&cursor=${cursor}`}`);
    expect(status).toBe(200);
    pages.push(body);
    if (!body.nextCursor) break;
    cursor = body.nextCursor;
  }
  for (const page of pages) expect(Buffer.byteLength(JSON.stringify(page))).toBeLessThan(1_310_720);
  expect(pages.length).toBeGreaterThan(4);
  expect(pages.flatMap(({ data }) => data.map(({ id }) => id))).toEqual(ids);
});
