import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openGate, openLink, type Link } from '../src/links/link.ts';
import { eventually } from '../src/waiting.ts';

/** Answers each message with the same message, after its name. */
interface Echo {
  port: number;
  sockets: Set<Socket>;
  server: Server;
}

let echo: Echo;
let link: Link;
const others: (() => void)[] = [];

async function startEcho(name: string): Promise<Echo> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined);
    socket.on('data', (data) => socket.write(`${name}:${data.toString()}`));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  others.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { port: (server.address() as AddressInfo).port, sockets, server };
}

/** A client of the link, with all that it heard. */
async function openClient() {
  const socket = connect(link.port, '127.0.0.1');
  const seen = { text: '', error: '', isClosed: false };
  socket.on('data', (data) => (seen.text += data.toString()));
  socket.on('error', (error) => (seen.error = (error as NodeJS.ErrnoException).code ?? ''));
  socket.on('close', () => (seen.isClosed = true));
  // A reset may come first.
  await new Promise((resolve) => {
    socket.once('connect', resolve).once('close', resolve);
  });
  others.push(() => socket.destroy());
  return { socket, seen };
}

const expectSoon = (what: string, ask: () => boolean) => eventually(what, ask, 5_000, 5);

beforeEach(async () => {
  echo = await startEcho('first');
  link = await openLink(echo.port);
});
afterEach(async () => {
  await link.close();
  for (const close of others.splice(0)) close();
});

test('a link passes bytes and ends both ways', async () => {
  const { socket, seen } = await openClient();
  socket.write('a');
  await expectSoon('an answer', () => seen.text === 'first:a');
  expect(link.connections).toBe(1);
  socket.end();
  await expectSoon('the end', () => seen.isClosed && echo.sockets.size === 0 && link.connections === 0);
  expect(seen.error).toBe('');
});

test('a link passes on that nobody listens', async () => {
  link.pointAt(1);
  const { seen } = await openClient();
  await expectSoon('a reset', () => seen.error === 'ECONNRESET');
});

test('cutting a link resets both sides, and new connections work', async () => {
  const { socket, seen } = await openClient();
  socket.write('a');
  await expectSoon('an answer', () => seen.text !== '');
  link.cut();
  await expectSoon('a reset', () => seen.error === 'ECONNRESET' && echo.sockets.size === 0);
  const again = await openClient();
  again.socket.write('b');
  await expectSoon('an answer', () => again.seen.text === 'first:b');
});

test('a link that refuses resets new connections and keeps the old ones', async () => {
  const old = await openClient();
  old.socket.write('a');
  await expectSoon('an answer', () => old.seen.text === 'first:a');
  const heal = link.disturb({ kind: 'refuse' });
  const refused = await openClient();
  await expectSoon('a reset', () => refused.seen.error === 'ECONNRESET');
  old.socket.write('b');
  await expectSoon('an answer', () => old.seen.text === 'first:afirst:b');
  heal();
  const again = await openClient();
  again.socket.write('c');
  await expectSoon('an answer', () => again.seen.text === 'first:c');
});

test('a slow link takes its latency in each direction', async () => {
  const { socket, seen } = await openClient();
  link.disturb({ kind: 'slow', latencyMs: 100, jitterMs: 0 });
  const sentAt = performance.now();
  socket.write('a');
  await expectSoon('an answer', () => seen.text === 'first:a');
  expect(performance.now() - sentAt).toBeGreaterThanOrEqual(195);
});

test('a throttled link passes no more bytes than its rate', async () => {
  const { socket, seen } = await openClient();
  link.disturb({ kind: 'slow', latencyMs: 0, jitterMs: 0, bytesPerSecond: 10_000 });
  const sentAt = performance.now();
  socket.write('a'.repeat(2_000));
  await expectSoon('an answer', () => seen.text.length >= 2_000);
  expect(performance.now() - sentAt).toBeGreaterThanOrEqual(390);
});

test('a frozen link holds bytes, ends and new connections, and passes them on afterwards', async () => {
  const { socket, seen } = await openClient();
  socket.write('a');
  await expectSoon('an answer', () => seen.text === 'first:a');
  const heal = link.disturb({ kind: 'freeze' });
  socket.end('b');
  const other = await openClient();
  other.socket.write('c');
  await expectSoon('both are connected', () => echo.sockets.size === 2);
  expect([seen.text, other.seen.text]).toEqual(['first:a', '']);
  heal();
  await expectSoon('the answers', () => seen.text === 'first:afirst:b' && other.seen.text === 'first:c');
  await expectSoon('the end', () => seen.isClosed);
});

test('a frozen link can be cut', async () => {
  const { socket, seen } = await openClient();
  link.disturb({ kind: 'freeze' });
  socket.write('a');
  link.cut();
  await expectSoon('a reset', () => seen.error === 'ECONNRESET' && link.connections === 0);
});

test('a connection that was half open is lost: the server is told afterwards, the client never', async () => {
  const { socket, seen } = await openClient();
  socket.write('a');
  await expectSoon('an answer', () => seen.text === 'first:a');
  const heal = link.disturb({ kind: 'half-open' });
  socket.write('b');
  const [served] = echo.sockets;
  served?.write('not seen');
  heal();
  await expectSoon('the server is told', () => echo.sockets.size === 0);
  const again = await openClient();
  again.socket.write('c');
  await expectSoon('an answer', () => again.seen.text === 'first:c');
  expect(seen).toEqual({ text: 'first:a', error: '', isClosed: false });
  socket.destroy();
  await expectSoon('the link forgets it', () => link.connections === 1);
});

test('of two disturbances the later one counts, until it ends', async () => {
  const healFirst = link.disturb({ kind: 'refuse' });
  const healSecond = link.disturb({ kind: 'slow', latencyMs: 1, jitterMs: 0 });
  const { socket, seen } = await openClient();
  socket.write('a');
  await expectSoon('an answer', () => seen.text === 'first:a');
  healSecond();
  const refused = await openClient();
  await expectSoon('a reset', () => refused.seen.error === 'ECONNRESET');
  healFirst();
  healFirst();
  socket.write('b');
  await expectSoon('an answer', () => seen.text === 'first:afirst:b');
});

test('a link that points elsewhere resets what is open', async () => {
  const { seen } = await openClient();
  await expectSoon('a connection', () => echo.sockets.size === 1);
  const second = await startEcho('second');
  link.pointAt(second.port);
  await expectSoon('a reset', () => seen.error === 'ECONNRESET');
  const again = await openClient();
  again.socket.write('a');
  await expectSoon('an answer', () => again.seen.text === 'second:a');
});

// Other systems have one loopback address.
test.runIf(process.platform === 'linux')(
  'a gate has a link for each address that connections come from',
  async () => {
    const gate = await openGate(echo.port);
    others.push(() => void gate.close());
    const talk = async (localAddress: string) => {
      const socket = connect({ port: gate.port, host: '127.0.0.1', localAddress });
      others.push(() => socket.destroy());
      const seen = { text: '', isClosed: false };
      socket.on('data', (data) => (seen.text += data.toString()));
      socket.on('error', () => undefined).on('close', () => (seen.isClosed = true));
      socket.write('a');
      return seen;
    };
    const heal = gate.from('127.0.1.1').disturb({ kind: 'refuse' });
    const [refused, passed] = await Promise.all(['127.0.1.1', '127.0.1.2'].map(talk));
    await expectSoon('one answer', () => passed!.text === 'first:a' && refused!.isClosed);
    expect(refused!.text).toBe('');
    heal();
    const healed = await talk('127.0.1.1');
    await expectSoon('an answer', () => healed.text === 'first:a');
  },
);
