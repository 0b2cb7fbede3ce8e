import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { Registry } from 'prom-client';
import { afterEach, expect, test } from 'vitest';
import { createConnections } from '../src/http/connections.ts';
import { createDroppedConnections } from '../src/http/dropped-connections.ts';
import { createLimitedServer } from '../src/http/server.ts';
import { work } from './support/work.ts';

const closers: (() => void)[] = [];
afterEach(() => closers.splice(0).forEach((close) => close()));

async function startServer(onRequest: (url: string) => void): Promise<number> {
  const registry = new Registry();
  const dropped = createDroppedConnections({ logger: createLogger('test', 'silent'), registry });
  const limits = { max: 1_000, maxPerAddress: 1_000, isTrustedProxy: () => false };
  const connections = createConnections(limits, { dropped, registry });
  const server = createLimitedServer(
    ({ url = '' }, response) => {
      onRequest(url);
      response.end();
    },
    { connections, dropped },
  ).listen(0, '127.0.0.1');
  closers.push(
    () => server.close().closeAllConnections(),
    () => dropped.close(),
  );
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

test('whoever asks for health behind two hundred new connections does not wait for the requests that wait in them', async () => {
  let begun = 0;
  let begunBeforeProbe: number | undefined;
  const port = await startServer((url) => {
    if (url === '/health/live') begunBeforeProbe = begun;
    if (url !== '/waiting') return;
    work(10);
    begun += 1;
  });
  for (let opened = 0; opened < 200; opened += 1) {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    closers.push(() => socket.destroy());
    const requests = ['/', '/waiting'].map((path) => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    socket.resume().write(requests.join(''));
  }
  const probe = get({ port, path: '/health/live', agent: false });
  const [answer] = (await once(probe, 'response')) as [IncomingMessage];
  answer.resume();
  // Some have a turn now and then, while connections are accepted.
  expect(begunBeforeProbe).toBeLessThan(100);
});
