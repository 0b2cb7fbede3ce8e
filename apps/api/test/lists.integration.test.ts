import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { createLists } from '../src/http/lists.ts';
import { Problem } from '../src/http/problem.ts';

const mebibyte = 1_048_576;

let server: Server;
let reads = 0;

beforeAll(async () => {
  const lists = createLists({ perReaderBytes: 20 * mebibyte, inAllBytes: 60 * mebibyte });
  const app = express();
  app.get('/:reader/:mebibytes', ({ params }, response) =>
    lists.send(response, params.reader, async () => {
      reads += 1;
      return { data: 'x'.repeat(Number(params.mebibytes) * mebibyte) };
    }),
  );
  app.use(refuse);
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

const refuse: ErrorRequestHandler = (error, _request, response, next) => {
  if (!(error instanceof Problem)) return next(error);
  response
    .status(503)
    .set(error.extras.headers ?? {})
    .json({ code: error.code });
};

afterAll(() => void server.close());

const port = () => (server.address() as AddressInfo).port;
const ask = (path: string) => fetch(`http://127.0.0.1:${port()}${path}`);

async function statusOf(path: string): Promise<number> {
  const answer = await ask(path);
  await answer.arrayBuffer();
  return answer.status;
}

/** Reads no more than the beginning of the answer. */
async function askUnread(path: string) {
  const socket = connect(port(), '127.0.0.1');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  await once(socket, 'readable');
  return socket;
}

test('a reader with too much unread gets 503 before anything is read, others get theirs, and what is taken is forgotten', async () => {
  // More than the budget, and more than the kernel takes for one connection; but the first.
  const first = await askUnread('/alice/25');
  const before = reads;
  const refused = await ask('/alice/1');
  expect(refused.status).toBe(503);
  expect(refused.headers.get('retry-after')).toBe('1');
  expect(await refused.json()).toMatchObject({ code: 'overloaded' });
  expect(reads).toBe(before);
  expect(await statusOf('/bob/1')).toBe(200);

  first.destroy();
  await until(async () => (await statusOf('/alice/1')) === 200);
});

test('readers together are bounded', async () => {
  const sockets = await Promise.all(['carol', 'dave', 'erin'].map((reader) => askUnread(`/${reader}/25`)));
  expect(await statusOf('/frank/1')).toBe(503);
  sockets.forEach((socket) => socket.destroy());
  await until(async () => (await statusOf('/frank/1')) === 200);
});
