import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { startSystem, type System } from '../support/system.ts';
import { signToken } from '../support/tokens.ts';

const refusedPayments = 24;

let system: System;
/** The path of the events of a cancelled order. */
let path: string;

beforeAll(async () => {
  system = await startSystem();
  const { body: order } = await system.client.place();
  await system.client.post(`/v1/orders/${order.id}/cancel`);
  for (let count = 0; count < refusedPayments; count++) {
    await system.client.post(`/v1/orders/${order.id}/pay`, { paymentReference: `pay_${count}` });
  }
  path = `/v1/orders/${order.id}/events`;
});

afterAll(() => system.close());

const read = async (query: string) => (await system.client.get(`${path}?${query}`)).body;
const sequencesOf = ({ data }: { data: { sequence: number }[] }) => data.map(({ sequence }) => sequence);
const upTo = (last: number, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);
const total = 2 + refusedPayments;

test('without limit and cursor, a timeline is answered whole, with data alone', async () => {
  const { body } = await system.client.get(path);
  expect(Object.keys(body)).toEqual(['data']);
  expect(sequencesOf(body)).toEqual(upTo(total));
});

test('pages of a timeline are oldest first, gapless, and the last one has no cursor', async () => {
  const whole = await read('');
  const events = [];
  let query = 'limit=10';
  for (let page = 1; page <= 3; page++) {
    const { data, nextCursor } = await read(query);
    events.push(...data);
    expect([data.length, nextCursor === null]).toEqual([page < 3 ? 10 : total - 20, page === 3]);
    query = `limit=10&cursor=${nextCursor}`;
  }
  expect(events).toEqual(whole.data);
});

test('a page that holds exactly all events is the last one', async () => {
  expect((await read(`limit=${total}`)).nextCursor).toBeNull();
  expect((await read(`limit=${total - 1}`)).nextCursor).not.toBeNull();
  expect((await read('limit=100')).data).toHaveLength(total);
});

test('a cursor without a limit is followed by twenty events', async () => {
  const { nextCursor } = await read('limit=3');
  expect(sequencesOf(await read(`cursor=${nextCursor}`))).toEqual(upTo(23, 4));
});

test('events that are written after a page was read are on the next one', async () => {
  const { nextCursor } = await read(`limit=${total - 1}`);
  await system.client.post(path.replace('/events', '/pay'), { paymentReference: 'later' });
  const rest = await read(`limit=10&cursor=${nextCursor}`);
  expect(sequencesOf(rest)).toEqual(upTo(total + 1, total));
  expect(rest.nextCursor).toBeNull();
});

test.each([
  ['limit=0', 'limit'],
  ['limit=101', 'limit'],
  ['limit=0x10', 'limit'],
  ['limit=1e1', 'limit'],
  ['limit=', 'limit'],
  ['cursor=', 'cursor'],
  ['cursor=MA', 'cursor'],
  ['cursor=LTE', 'cursor'],
  [`cursor=${Buffer.from('9999999999').toString('base64url')}`, 'cursor'],
  ['cursor=null', 'cursor'],
])('the query ?%s of a timeline is refused', async (query, name) => {
  const answer = await system.client.get(`${path}?${query}`);
  expect(answer).toMatchObject({
    status: 400,
    body: { code: 'invalid_parameter', errors: [{ path: name }] },
  });
});

test('a page of a timeline is not shown to another customer', async () => {
  const stranger = createClient(system.api.url, await signToken({ sub: 'somebody', scope: 'orders' }));
  expect(await stranger.get(`${path}?limit=1`)).toMatchObject({ status: 404 });
});
