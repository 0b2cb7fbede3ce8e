import { matchesGlob } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { read, rowsUnder, unquoted } from '../support/documents.ts';
import { operatorCredentials, signIn } from '../support/operator.ts';
import { startReceiver } from '../support/webhook-receiver.ts';
import { endpointIdToUuid } from '@order-countdown/shared/webhooks/ids';
import { windowSize } from '@order-countdown/shared/webhooks/windows';
import { startSystem, type System } from '../support/system.ts';
import { untilNone } from '../support/until.ts';

const documented = rowsUnder(read('docs/operations.md'), 'key').map(([key = '']) => unquoted(key));

let system: System;
let written: Set<string>;
let watcher: System['context']['redis'];

beforeAll(async () => {
  system = await startSystem();
});

afterAll(async () => {
  await watcher.quit();
  await system.close();
});

test('docs/operations.md lists exactly the Redis keys that the processes write', async () => {
  const { client, api, context } = system;
  ({ watcher, written } = await watchWrites(context.redis));
  // A receiver that never answers, and more deliveries at once than the queue holds for one endpoint. If they came one by
  // one, two processes could fill the window together, and none of them would see that more are waiting.
  const receiver = await startReceiver();
  receiver.answer = () => undefined;
  const { body: endpoint } = await client.post('/v1/webhook-endpoints', { url: receiver.url });
  await context.postgres.query(
    'insert into webhook_deliveries (endpoint_id) select $1::uuid from generate_series(1, $2::int)',
    [endpointIdToUuid(endpoint.id), 2 * windowSize],
  );
  await client.place();
  const { body: extended } = await client.place();
  await client.post(`/v1/orders/${extended.id}/extend`, { seconds: 60 });
  const operator = await signIn(api.url, operatorCredentials);
  await operator.send('POST', '/admin/sign-out', { 'Sec-Fetch-Site': 'same-origin' });

  const isWritten = (pattern: string) => [...written].some((key) => matchesGlob(key, pattern));
  await untilNone(() => documented.filter((pattern) => !isWritten(pattern)));
  await receiver.close();
  expect(documented.length).toBeGreaterThan(5);
  expect([...written].filter((key) => !documented.some((pattern) => matchesGlob(key, pattern)))).toEqual([]);
});

/**
 * Redis tells of each key that it writes: looking for keys would miss leases, which exist for moments. Some are written
 * once, when the worker starts: it has done so before Redis tells, and they are there, or does so later.
 */
async function watchWrites(redis: System['context']['redis']) {
  const written = new Set<string>();
  await redis.config('SET', 'notify-keyspace-events', 'KA');
  const watcher = redis.duplicate();
  const prefix = `__keyspace@${redis.options.db ?? 0}__:`;
  watcher.on('pmessage', (_pattern, channel: string, event: string) => {
    if (event !== 'del' && event !== 'expired') written.add(channel.slice(prefix.length));
  });
  await watcher.psubscribe(`${prefix}*`);
  for (const key of await redis.keys('*')) written.add(key);
  return { watcher, written };
}
