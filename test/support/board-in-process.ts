import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { createBoard } from '../../apps/api/src/admin/board.ts';

/** The viewers' Bull Board without our middleware, to test what it refuses by itself. */
export async function createViewerBoard(redisUrl: string): Promise<{ url: string; close(): Promise<void> }> {
  const connection = new Redis(redisUrl, { maxRetriesPerRequest: null });
  const queue = new Queue('order-expiry', { connection });
  const server = createBoard({ queues: [queue], environment: 'test' }, 'viewer').listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await queue.close();
      connection.disconnect();
    },
  };
}
