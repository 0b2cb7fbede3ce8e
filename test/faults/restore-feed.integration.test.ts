import { startThrowawayRedis, type ThrowawayRedis } from '@order-countdown/local-services/throwaway';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { migrate } from '@order-countdown/shared/platform/migrate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type Answer, type Client } from '../support/client.ts';
import { startApi, startWorker, type RunningProcess } from '../support/processes.ts';
import { brokenPromises } from '../support/promises.ts';
import { startRestorablePostgres, type RestorablePostgres } from '../support/restorable-postgres.ts';
import { until } from '../support/until.ts';

/** Postgres goes back to a point in time, under processes that go on and a reader who has read further than that. */

let postgres: RestorablePostgres;
let redis: ThrowawayRedis;
let api: RunningProcess;
let worker: RunningProcess;
let client: Client;

beforeAll(async () => {
  [postgres, redis] = await Promise.all([startRestorablePostgres(), startThrowawayRedis()]);
  await migrate(postgres.url, createLogger('test', 'warn'));
  const stores = { databaseUrl: postgres.url, redisUrl: redis.url };
  [api, worker] = await Promise.all([startApi(stores), startWorker(stores)]);
  client = createClient(api.url);
});

afterAll(async () => {
  await Promise.all([api.end('SIGKILL'), worker.end('SIGKILL')]);
  await Promise.all([postgres.stop(), redis.stop()]);
});

const place = async (): Promise<string> => (await client.place({ expiresInSeconds: 600 })).body.id;

/** A reader of the feed, who stores what it has read and how far. */
function createReader() {
  const events: { id: string; orderId: string; sequence: number }[] = [];
  let cursor: string | null = null;
  return {
    events,
    async poll(): Promise<Answer> {
      const answer = await client.get(`/v1/events?limit=2${cursor === null ? '' : `&after=${cursor}`}`);
      if (answer.status !== 200) return answer;
      events.push(...answer.body.data);
      cursor = answer.body.nextCursor;
      return answer;
    },
    /** Reads on until it has an order's event. */
    async readTo(orderId: string, sequence: number): Promise<void> {
      const isRead = () => events.some((event) => event.orderId === orderId && event.sequence === sequence);
      await until(async () => {
        const { status } = await this.poll();
        if (status !== 200) throw new Error(`the feed was answered with ${status}`);
        return isRead();
      });
    },
  };
}

test('after Postgres was restored to a point in time, old cursors have expired, and a new start misses nothing', async () => {
  await postgres.takeBaseCopy();
  const [kept, changed] = [await place(), await place()];
  const reader = createReader();
  await reader.readTo(kept, 1);
  await reader.readTo(changed, 1);
  const atRestorePoint = createReader();
  await atRestorePoint.readTo(changed, 1);
  const restorePoint = await postgres.now();

  // What the restored ledger will not have.
  await client.post(`/v1/orders/${changed}/cancel`);
  const gone = await place();
  await reader.readTo(changed, 2);
  await reader.readTo(gone, 1);

  await postgres.restoreTo(restorePoint);
  await until(async () => (await client.get('/health/ready')).body.status === 'ready');
  // Events in the places of those that are gone.
  expect(await client.post(`/v1/orders/${changed}/pay`, { paymentReference: 'pay_1' })).toMatchObject({
    status: 200,
  });
  const later = await place();

  for (const old of [reader, atRestorePoint]) {
    expect(await old.poll()).toMatchObject({ status: 410, body: { code: 'cursor_expired' } });
  }
  const again = createReader();
  await again.readTo(changed, 2);
  await again.readTo(later, 1);
  const sequences = (id: string) =>
    again.events.filter(({ orderId }) => orderId === id).map(({ sequence }) => sequence);
  expect([kept, changed, later, gone].map(sequences)).toEqual([[1], [1, 2], [1], []]);
  const known = new Set(reader.events.map(({ id }) => id));
  expect(
    again.events
      .filter(({ id }) => known.has(id))
      .map(({ orderId }) => orderId)
      .toSorted(),
  ).toEqual([kept, changed].toSorted());
  expect(await brokenPromises({ databaseUrl: postgres.url })).toEqual([]);
}, 60_000);
