import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { setInterval as every } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { dropUnreadAnswers } from '../src/http/unread-answers.ts';

const timeLimitMs = 500;
/** More than the kernel takes for a client that does not read. */
const body = Buffer.alloc(16 * 1024 * 1024);

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

/** A server whose every answer is large, and which has the time limit. */
async function startServer({ areStreams = false } = {}) {
  const open = new Set<Socket>();
  const dropped: Socket[] = [];
  const server = createServer((_request, response) => void response.end(body)).listen(0, '127.0.0.1');
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  await once(server, 'listening');
  const stop = dropUnreadAnswers({
    connections: { open: () => open },
    pipelining: { carriesStream: () => areStreams },
    dropped: { drop: (socket) => dropped.push(socket.destroy()) },
    timeLimitMs,
    checkIntervalMs: 20,
  });
  closers.push(stop, () => server.close().closeAllConnections());
  return { port: (server.address() as AddressInfo).port, open, dropped };
}

async function ask(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').pause();
  closers.push(() => socket.destroy());
  socket.on('error', () => undefined).write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await once(socket, 'connect');
  return socket;
}

test('a connection whose answer is not read is closed after the time limit', async () => {
  const server = await startServer();
  const askedAt = performance.now();
  await ask(server.port);
  await until(() => server.dropped.length === 1);
  expect(performance.now() - askedAt).toBeGreaterThan(timeLimitMs - 50);
});

test('a client that sends more requests without reading does not gain time', async () => {
  const server = await startServer();
  const socket = await ask(server.port);
  const asking = setInterval(() => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'), 50);
  closers.push(() => clearInterval(asking));
  await until(() => server.open.size === 0);
  expect(server.dropped).toHaveLength(1);
});

test('a client that reads slowly gets all of its answer', async () => {
  const server = await startServer();
  const socket = await ask(server.port);
  const startedAt = performance.now();
  let readBytes = 0;
  // Slowly on purpose: several times the limit in all.
  for await (const _ of every(8)) {
    readBytes += (socket.read() as Buffer | null)?.length ?? 0;
    if (readBytes >= body.length || socket.destroyed) break;
  }
  expect(readBytes).toBeGreaterThanOrEqual(body.length);
  expect(performance.now() - startedAt).toBeGreaterThan(2 * timeLimitMs);
  expect(server.dropped).toEqual([]);
});

test('a connection that carries a stream has another limit', async () => {
  const [streams, answers] = [await startServer({ areStreams: true }), await startServer()];
  await ask(streams.port);
  await ask(answers.port);
  await until(() => answers.dropped.length === 1);
  expect(streams.open.size).toBe(1);
});
