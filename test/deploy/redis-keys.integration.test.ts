import { matchesGlob } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { read, rowsUnder, unquoted } from '../support/documents.ts';
import { operatorCredentials, signIn } from '../support/operator.ts';
import { startReceiver } from '../support/webhook-receiver.ts';
import { windowSize } from '@order-countdown/shared/webhooks/windows';
import { startSystem, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

const documented = rowsUnder(read('docs/operations.md'), 'key').map(([key = '']) => unquoted(key));

let system: System;

beforeAll(async () => {
  system = await startSystem();
});

afterAll(() => system.close());

test('docs/operations.md lists exactly the Redis keys that the processes write', async () => {
  const { client, api, context } = system;
  // A receiver that never answers, and more deliveries than the queue holds for one endpoint.
  const receiver = await startReceiver();
  receiver.answer = () => undefined;
  const { body: endpoint } = await client.post('/v1/webhook-endpoints', { url: receiver.url });
  for (let n = 0; n <= windowSize; n += 1) await client.post(`/v1/webhook-endpoints/${endpoint.id}/test`);
  await client.place();
  const { body: extended } = await client.place();
  await client.post(`/v1/orders/${extended.id}/extend`, { seconds: 60 });
  const operator = await signIn(api.url, operatorCredentials);
  await operator.send('POST', '/admin/sign-out', { 'Sec-Fetch-Site': 'same-origin' });

  // Leases exist for moments only.
  const seen = new Set<string>();
  const isSeen = (pattern: string) => [...seen].some((key) => matchesGlob(key, pattern));
  await until(
    async () => {
      for (const key of await context.redis.keys('*')) seen.add(key);
      return documented.every(isSeen);
    },
    10_000,
    1,
  );
  await receiver.close();
  expect(documented.length).toBeGreaterThan(5);
  expect([...seen].filter((key) => !documented.some((pattern) => matchesGlob(key, pattern)))).toEqual([]);
});
