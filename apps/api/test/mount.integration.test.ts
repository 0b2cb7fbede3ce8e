import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { Router, type RequestHandler } from 'express';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { jsonBody } from '../src/http/content.ts';
import { mount } from '../src/http/mount.ts';
import { problemHandler } from '../src/http/problem-handler.ts';
import { Problem } from '../src/http/problem.ts';
import { keepPattern, observeRequests } from '../src/http/request-log.ts';
import type { AnsweredRequest } from '../src/http/request-metrics.ts';
import { route } from '../src/http/route.ts';

const described = { tag: 'Service', summary: '', description: '', successes: {}, problems: [] } as const;

const readShelf = route({
  ...described,
  operationId: 'readShelf',
  method: 'get',
  path: '/shelves/{number}',
  need: null,
  params: z.object({ number: z.coerce.number().int() }),
  query: z.strictObject({ limit: z.coerce.number().default(20) }),
  headers: z.object({ 'Last-Event-ID': z.string().optional() }),
  handle:
    ({ shop }: { shop: string }) =>
    ({ params, query, headers }, response) =>
      void response.json({ shop, params, query, headers }),
});

const fillShelf = route({
  ...described,
  operationId: 'fillShelf',
  method: 'post',
  path: '/shelves/{number}',
  need: 'backend',
  params: z.object({ number: z.coerce.number().int() }),
  body: jsonBody(z.strictObject({ tea: z.int().default(1) }), {}),
  handle:
    () =>
    ({ body }, response) =>
      void response.json(body),
});

/** Refuses everybody without an Authorization header. */
const guard = (): RequestHandler => (request, _response, next) => {
  if (!request.headers.authorization) throw new Problem('unauthenticated', 'Authentication required.');
  next();
};

let server: Server;
let url: string;
let answered: AnsweredRequest[] = [];

beforeAll(async () => {
  const app = express();
  const metrics = { answered: (request: AnsweredRequest) => void answered.push(request) };
  app.use(observeRequests({ logger: createLogger('test', 'silent'), metrics }));
  app.use(mount([readShelf, fillShelf], { shop: 'tea' }, guard));
  const nested = Router();
  nested.get('/:page', () => {
    throw new Problem('not_found', 'There is no such page.');
  });
  nested.use(keepPattern);
  app.use('/pages', nested);
  app.use(problemHandler(createLogger('test', 'silent')));
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
  answered = [];
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const authorized = { Authorization: 'Bearer token', 'Content-Type': 'application/json' };

test('a handler gets each declared input as its schema returns it', async () => {
  const answer = await fetch(`${url}/shelves/7`, { headers: { 'Last-Event-ID': '3' } });
  expect(await answer.json()).toEqual({
    shop: 'tea',
    params: { number: 7 },
    query: { limit: 20 },
    headers: { 'Last-Event-ID': '3' },
  });
});

test('a request without a body is validated as an empty object', async () => {
  const answer = await fetch(`${url}/shelves/7`, { method: 'POST', headers: authorized });
  expect(await answer.json()).toEqual({ tea: 1 });
});

test('a body of null fails validation', async () => {
  const answer = await fetch(`${url}/shelves/7`, { method: 'POST', headers: authorized, body: 'null' });
  expect(answer.status).toBe(422);
});

test('a caller without permission is refused before the body and the path are looked at', async () => {
  const answer = await fetch(`${url}/shelves/seven`, { method: 'POST', body: '{"broken' });
  expect(await answer.json()).toMatchObject({ code: 'unauthenticated' });
});

test('an invalid path is reported before an invalid body', async () => {
  const init = { method: 'POST', headers: authorized, body: '{"tea":"green"}' };
  const answer = await fetch(`${url}/shelves/seven`, init);
  expect(await answer.json()).toMatchObject({
    code: 'invalid_parameter',
    detail: 'Invalid path: number must be a number.',
    errors: [{ path: 'number', message: 'must be a number' }],
  });
});

test('HEAD is answered like GET, without a body', async () => {
  const answer = await fetch(`${url}/shelves/7`, { method: 'HEAD' });
  expect([answer.status, await answer.text()]).toEqual([200, '']);
});

test('a method that is not declared is refused with those that are', async () => {
  const answer = await fetch(`${url}/shelves/7`, { method: 'PUT' });
  expect(answer.status).toBe(405);
  expect(answer.headers.get('allow')).toBe('GET, POST, HEAD');
});

test.each([
  ['that succeeds', '/shelves/7', 200, '/shelves/:number'],
  ['that is refused', '/shelves/seven', 400, '/shelves/:number'],
  ['that fails in a mounted router', '/pages/42', 404, '/pages/:page'],
  ['for an unknown address', '/nothing', 404, null],
])('a request %s is counted under its pattern', async (_what, path, status, route) => {
  await fetch(url + path);
  await expect.poll(() => answered, { timeout: 30_000 }).toMatchObject([{ status, route }]);
});
