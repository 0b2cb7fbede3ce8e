import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo, type Socket } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { createLists } from '../src/http/lists.ts';
import { Problem } from '../src/http/problem.ts';

const mebibyte = 1_048_576;

let server: Server;
let reads = 0;
let partsRead = 0;
let partsOpen = 0;

beforeAll(async () => {
  const dropped = { drop: (socket: Socket) => void socket.destroy() };
  const lists = createLists(dropped, { perReaderBytes: 20 * mebibyte, inAllBytes: 60 * mebibyte });
  const app = express();
  app.get('/:reader/parts/:count', ({ params }, response) =>
    lists.sendParts(response, params.reader, partsOf(Number(params.count), ']')),
  );
  app.get('/:reader/failing/:count', ({ params }, response) =>
    lists.sendParts(response, params.reader, partsOf(Number(params.count), null)),
  );
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

/** JSON of `count` parts of a mebibyte, or of a short one instead of none. @param end null: it fails at the end */
async function* partsOf(count: number, end: string | null) {
  partsOpen += 1;
  try {
    for (let n = 0; n < count; n += 1) {
      partsRead += 1;
      yield `${n === 0 ? '[' : ','}"${'x'.repeat(mebibyte)}"`;
    }
    if (end === null) throw new Problem('overloaded', 'It failed.');
    yield count === 0 ? '[0' : '';
    yield `${end} `;
  } finally {
    partsOpen -= 1;
  }
}

const refuse: ErrorRequestHandler = (error, _request, response, next) => {
  if (!(error instanceof Problem) || response.headersSent) return next(error);
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

test('what all readers together leave unread is bounded at the cost of the one that leaves most', async () => {
  const [heavy, ...others] = await Promise.all([askUnread('/carol/30'), askUnread('/dave/25')]);
  const cutOff = once(heavy.resume(), 'close');
  expect(await statusOf('/frank/10')).toBe(200);
  await cutOff;
  expect(others.map(({ destroyed }) => destroyed)).toEqual([false]);
  others.forEach((socket) => socket.destroy());
});

test('a reader that would leave the most unread of all is refused', async () => {
  const sockets = await Promise.all([askUnread('/carol/25'), askUnread('/dave/25')]);
  expect(await statusOf('/erin/26')).toBe(503);
  expect(sockets.map(({ destroyed }) => destroyed)).toEqual([false, false]);
  sockets.forEach((socket) => socket.destroy());
  await until(async () => (await statusOf('/erin/26')) === 200);
});

test('a list in parts is read as far as its client has taken it, and given up when the client leaves', async () => {
  const socket = await askUnread('/grace/parts/200');
  expect(await statusOf('/henry/20')).toBe(200);
  expect(partsRead).toBeGreaterThan(0);
  expect(partsRead).toBeLessThan(50);
  expect(partsOpen).toBe(1);
  socket.destroy();
  await until(() => partsOpen === 0);
});

test('a client that reads gets all parts, a short list with its length', async () => {
  const long = await ask('/ivan/parts/30');
  expect(await long.json()).toHaveLength(30);
  const short = await ask('/ivan/parts/0');
  expect(short.headers.get('content-length')).toBe('4');
  expect(await short.json()).toEqual([0]);
});

test('a list that fails is answered with its error before the first part, and cut off after it', async () => {
  expect((await ask('/judy/failing/0')).status).toBe(503);
  await expect(ask('/judy/failing/3').then((answer) => answer.text())).rejects.toThrow();
  expect(partsOpen).toBe(0);
});
