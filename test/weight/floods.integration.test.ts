import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { submitSignIn } from '../support/operator.ts';
import { openStream } from '../support/stream.ts';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';
import { connectUnread, maxHealthMs, watchWeight } from '../support/weight.ts';

let system: System;
let sockets: Socket[] = [];

beforeAll(async () => {
  system = await startSystem();
});

afterEach(() => sockets.splice(0).forEach((socket) => socket.destroy()));

afterAll(() => system.close());

test('500 clients that send their bodies slowly add less than 100 MiB and delay nobody', async () => {
  const watch = watchWeight(system.api);
  const headers = 'Host: localhost\r\nContent-Type: application/json\r\nContent-Length: 60000';
  sockets = connectUnread(system.api.url, 500, `POST /v1/orders HTTP/1.1\r\n${headers}\r\n\r\n{`);
  for (let part = 0; part < 10; part += 1) {
    for (const socket of sockets) if (!socket.destroyed) socket.write('"'.repeat(5_000));
    await until(() => watch.probes.length > part);
  }
  expect(await watch.stop()).toBeLessThan(maxHealthMs);
  expect(watch.addedMiB()).toBeLessThan(100);
});

test('500 streams add less than 100 MiB and delay nobody', async () => {
  const { body: order } = await system.client.place();
  const watch = watchWeight(system.api);
  const url = `${system.api.url}/v1/orders/${order.id}/stream`;
  const streams = await Promise.all(Array.from({ length: 500 }, () => openStream(url)));
  await Promise.all(streams.map((stream) => stream.event('snapshot', 15_000)));
  await until(() => watch.probes.length >= 10);
  streams.forEach((stream) => stream.close());
  expect(await watch.stop()).toBeLessThan(maxHealthMs);
  expect(watch.addedMiB()).toBeLessThan(100);
});

test('a flood of bad tokens and sign-ins adds less than 100 MiB and delays nobody', async () => {
  const watch = watchWeight(system.api);
  const askOften = async (flooder: number) => {
    for (let count = 0; count < 50; count += 1) {
      const token = `bad.${flooder}.${count}`;
      await createClient(system.api.url, token).get('/v1/orders');
      await submitSignIn(system.api.url, { username: `user ${count}`, password: 'guess' });
    }
  };
  await Promise.all(Array.from({ length: 20 }, (_, flooder) => askOften(flooder)));
  await until(() => watch.probes.length >= 10);
  expect(await watch.stop()).toBeLessThan(maxHealthMs);
  expect(watch.addedMiB()).toBeLessThan(100);
});

test('a flood of questions whether the process is ready does not make it unready', async () => {
  const askOften = async () => {
    const statuses = [];
    for (let count = 0; count < 4; count += 1) {
      const answer = await fetch(`${system.api.url}/health/ready`);
      await answer.arrayBuffer();
      statuses.push(answer.status);
    }
    return statuses;
  };
  const all = await Promise.all(Array.from({ length: 300 }, askOften));
  expect(new Set(all.flat())).toEqual(new Set([200]));
});
