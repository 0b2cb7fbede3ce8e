import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { TargetRefused, type TargetPolicy } from '@order-countdown/shared/webhooks/target';
import { until } from '../../../test/support/until.ts';
import { send } from '../src/webhooks/send.ts';

const open: TargetPolicy = { allowsPrivateNetwork: true, allowsHttp: true, allowedPorts: [] };

let server: Server;
let url: URL;
let sockets: Socket[];
let received: string[];

beforeEach(async () => {
  [sockets, received] = [[], []];
  server = createServer((request, response) => {
    received.push(request.url ?? '');
    request.resume().on('end', () => response.end('thanks'));
  });
  server.on('connection', (socket) => sockets.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = new URL(`http://localhost:${(server.address() as AddressInfo).port}/hook`);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const deliver = () => send(url, {}, 'body', open);

test('deliveries in a row use one connection', async () => {
  for (let n = 0; n < 5; n += 1) expect(await deliver()).toEqual({ status: 200, body: 'thanks' });
  expect(received).toHaveLength(5);
  expect(sockets).toHaveLength(1);
});

test('a delivery on a connection that the receiver closes at that moment is sent again at once', async () => {
  await deliver();
  const [first] = sockets;
  // Without an answer: the receiver closes the connection instead of reading the request.
  first!.once('data', () => first!.resetAndDestroy());
  expect(await deliver()).toEqual({ status: 200, body: 'thanks' });
  expect(sockets).toHaveLength(2);
});

test('a receiver that closes a new connection has failed', async () => {
  server.on('connection', (socket) => socket.once('data', () => socket.resetAndDestroy()));
  await expect(deliver()).rejects.toThrow('ECONNRESET');
  expect(sockets).toHaveLength(1);
});

test('a connection is not kept after an answer that was not read to its end', async () => {
  server.removeAllListeners('request');
  server.on('request', (_request, response) => void response.write('x'.repeat(200_000)));
  expect((await deliver()).status).toBe(200);
  await until(() => sockets[0]!.destroyed);
});

test('a connection that was kept does not lead past a policy that refuses its host', async () => {
  await deliver();
  const policy: TargetPolicy = { ...open, allowedPorts: [443] };
  await expect(send(url, {}, 'body', policy)).rejects.toThrow(TargetRefused);
  expect(received).toHaveLength(1);
});
