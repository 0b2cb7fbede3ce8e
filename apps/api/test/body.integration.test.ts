import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler, type Request, type Response } from 'express';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { body } from '../src/http/body.ts';
import { Problem } from '../src/http/problem.ts';
import { problemHandler } from '../src/http/problem-handler.ts';
import { until } from '../../../test/support/until.ts';

let server: Server;
let port: number;
let handled: unknown[] = [];
let refused: unknown[] = [];

const noteRefusal: ErrorRequestHandler = (error: unknown, _request, _response, next) => {
  refused.push(error);
  next(error);
};

beforeAll(async () => {
  const app = express();
  // As a request waits for Redis or a key before its body is read.
  app.use('/waiting', async (request, _response, next) => {
    await once(request.socket, 'close');
    next();
  });
  app.use(...body, (request: Request, response: Response) => {
    handled.push(request.body);
    response.json({});
  });
  app.use(noteRefusal);
  app.use(problemHandler(createLogger('test', 'silent')));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});

beforeEach(() => {
  handled = [];
  refused = [];
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test('a request whose client left before its body was read is not handled as one without a body', async () => {
  const received = once(server, 'request');
  const socket = connect(port, '127.0.0.1');
  const json = '{"paymentReference":"pay_1"}';
  const head = [
    'POST /waiting HTTP/1.1',
    'Host: x',
    'Content-Type: application/json',
    `Content-Length: ${json.length}`,
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${json}`);
  const [request] = (await received) as [Request];
  const closed = once(request.socket, 'close');
  socket.destroy();
  await closed;
  await until(() => handled.length + refused.length > 0);
  expect(handled).toEqual([]);
  expect(refused).toEqual([
    new Problem('malformed_json', 'The connection was closed before the body was read.'),
  ]);
});

test('a request without a body is handled', async () => {
  const { status } = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST' });
  expect(status).toBe(200);
  expect(handled).toEqual([undefined]);
});
