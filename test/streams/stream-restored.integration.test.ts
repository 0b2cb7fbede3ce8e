import { changeChannel, otherHistory } from '@order-countdown/shared/redis/changes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { startApiBesideSilent, type ApiBesideSilent } from '../support/silent-api.ts';
import { openStream } from '../support/stream.ts';

/* All databases of a Redis server share their channels, so the message may be about another ledger. */

let system: ApiBesideSilent;
let client: Client;
let unheard: Client;

beforeAll(async () => {
  system = await startApiBesideSilent();
  client = createClient(system.api.url);
  unheard = createClient(system.silent.url);
});

afterAll(() => system.close());

const watch = (id: string) => openStream(`${system.api.url}/v1/orders/${id}/stream`);
const announceRestore = (id: string) => system.context.redis.publish(changeChannel(id), otherHistory);

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
