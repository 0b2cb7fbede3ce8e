import { expect, test } from 'vitest';
import { postgresQueues } from '../src/followers/postgres-queues.ts';
import { createQueuePool } from '../src/platform/queue-pool.ts';

test('a queue that was closed leaves nothing on the connections that it shared with others', async () => {
  const shared = createQueuePool({
    // Nobody listens there: a queue is opened anew after each failure.
    url: 'postgres://127.0.0.1:1/none',
    applicationName: 'test',
    maxConnections: 2,
    onLost: () => undefined,
    onBack: () => undefined,
  });
  const listeners = () => shared.pool.listenerCount('error');
  const before = listeners();
  const queue = postgresQueues({ pool: shared.pool, status: () => 'ready' }).openQueue('test');
  queue.on('error', () => undefined);
  await expect(queue.waitUntilReady()).rejects.toThrow('ECONNREFUSED');
  expect(listeners()).toBeGreaterThan(before);
  await queue.close();
  expect(listeners()).toBe(before);
  await shared.close();
});
