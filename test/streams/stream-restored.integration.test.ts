import { changeChannel, otherHistory } from '@order-countdown/shared/redis/changes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { openStream } from '../support/stream.ts';

/* All databases of a Redis server share their channels, so the message may be about another ledger. */

let context: TestContext;
let api: RunningProcess;
/** An api that can't tell Redis of its commits. */
let silent: RunningProcess;
let client: Client;
let unheard: Client;

beforeAll(async () => {
  context = await createTestContext();
  [api, silent] = await Promise.all([
    startApi(context),
    startApi({ ...context, redisUrl: 'redis://127.0.0.1:9' }),
  ]);
  client = createClient(api.url);
  unheard = createClient(silent.url);
});

afterAll(async () => {
  await Promise.all([api.end(), silent.end()]);
  await context.close();
});

const watch = (id: string) => openStream(`${api.url}/v1/orders/${id}/stream`);
const announceRestore = (id: string) => context.redis.publish(changeChannel(id), otherHistory);

test('a reader that is told of a restore misses no event that was written before', async () => {
  const { id } = (await client.place()).body;
  const stream = await watch(id);
  await stream.event('snapshot');
  await unheard.post(`/v1/orders/${id}/extend`, { seconds: 60 });
  await unheard.post(`/v1/orders/${id}/cancel`);
  await announceRestore(id);
  await stream.ended();
  expect(stream.events.map((each) => [each.event, each.id, each.data.status ?? null])).toEqual([
    ['snapshot', '1', 'pending'],
    ['snapshot', '1', 'cancelled'],
    ['order.extended', '2', null],
    ['order.cancelled', '3', null],
  ]);
});

test('a reader that is told of a restore, and knows all that happened, goes on from there', async () => {
  const { id } = (await client.place()).body;
  const stream = await watch(id);
  await stream.event('snapshot');
  await announceRestore(id);
  await client.post(`/v1/orders/${id}/pay`);
  await stream.ended();
  expect(stream.events.at(-1)).toMatchObject({ event: 'order.paid', id: '2' });
});
