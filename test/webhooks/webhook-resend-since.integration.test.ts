import { carryOutResends } from '@order-countdown/shared/webhooks/carry-out-resends';
import { expect, test } from 'vitest';
import { endpointForEachTest } from '../support/endpoint-for-each-test.ts';
import { openPostgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';

const hook = endpointForEachTest();

const newest = async () => (await hook.endpoint.deliveries())[0]!;
const resendSince = (body: object, headers: Record<string, string> = {}) =>
  hook.system.client.post(`${hook.path}/resend`, body, headers);
const disable = () =>
  hook.system.client.send(hook.path, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: '{"enabled":false}',
  });
const anHourAgo = () => new Date(Date.now() - 3_600_000).toISOString();

/** Places an order. @returns its delivery, once that has a status */
async function deliver(status: string) {
  const { body: order } = await hook.system.client.place();
  await until(async () => (await newest())?.orderId === order.id && (await newest()).status === status);
  return newest();
}

test('those of the types come again, each with its webhook-id, and no ping', async () => {
  await hook.system.client.post(`${hook.path}/test`, {});
  for (let n = 0; n < 3; n += 1) {
    const { orderId } = await deliver('delivered');
    await hook.system.client.post(`/v1/orders/${orderId}/cancel`, {});
  }
  await until(() => hook.receiver.received.length === 7);
  const sent = hook.receiver.received.splice(0);
  const since = anHourAgo();
  expect(await resendSince({ since, types: ['order.cancelled'] })).toMatchObject({
    status: 202,
    body: { count: 3 },
  });
  await until(() => hook.receiver.received.length === 3);
  const ids = (received: typeof sent) => received.map(({ id }) => id).toSorted();
  expect(ids(hook.receiver.received)).toEqual(
    ids(sent.filter(({ body }) => body.type === 'order.cancelled')),
  );
  hook.receiver.received.splice(0);
  expect((await resendSince({ since })).body).toEqual({ count: 6 });
  await until(() => hook.receiver.received.length === 6);
  expect(ids(hook.receiver.received)).toEqual(ids(sent.filter(({ body }) => body.type !== 'webhook.ping')));
});

test('what happened before is left out, by the millisecond', async () => {
  const first = await deliver('delivered');
  const second = await deliver('delivered');
  expect((await resendSince({ since: second.createdAt })).body).toEqual({ count: 1 });
  expect((await resendSince({ since: first.createdAt })).body).toEqual({ count: 2 });
  const later = new Date(Date.parse(second.createdAt) + 1).toISOString();
  expect((await resendSince({ since: later })).body).toEqual({ count: 0 });
});

test('a delivery that somebody holds makes no other wait, and is sent when it is free', async () => {
  const held = await deliver('delivered');
  await deliver('delivered');
  const holder = await hook.system.context.postgres.connect();
  await holder.query('begin');
  await holder.query('select from webhook_deliveries where created_at = $1 for update', [held.createdAt]);
  await resendSince({ since: anHourAgo() });
  await until(() => hook.receiver.received.length === 3);
  expect(hook.receiver.received[2]?.id).not.toBe(held.eventId);
  await holder.query('rollback');
  holder.release();
  await until(() => hook.receiver.received.length === 4);
  expect(hook.receiver.received[3]?.id).toBe(held.eventId);
  await until(
    async () => (await hook.system.context.postgres.query('select from webhook_resends')).rows.length === 0,
  );
});

test('thousands become due in batches, while no statement is large', async () => {
  await disable();
  const { postgres } = hook.system.context;
  await postgres.query(
    `insert into webhook_deliveries (endpoint_id, order_id, sequence, status, due_at, created_at)
     select endpoint.id, uuid_v7(now()), 1, 'delivered', null, now() - n * interval '1 millisecond'
     from webhook_endpoints endpoint, generate_series(1, 2500) n where endpoint.url = $1`,
    [hook.receiver.url],
  );
  await postgres.query(
    `insert into order_events (order_id, sequence, type, data, occurred_at)
     select order_id, 1, 'order.paid', '{}', created_at from webhook_deliveries delivery
     where not exists (select from order_events event where event.order_id = delivery.order_id and event.sequence = delivery.sequence)
       and order_id is not null`,
  );
  hook.receiver.answer = (response) => response.writeHead(204).end();
  await hook.system.client.send(hook.path, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: '{"enabled":true}',
  });
  expect((await resendSince({ since: anHourAgo(), types: ['order.paid'] })).body).toEqual({ count: 2_500 });
  const own = openPostgres(hook.system.context.databaseUrl);
  await carryOutResends(own, new AbortController().signal);
  await own.close();
  const { rows } = await postgres.query(
    'select count(*)::int as count from webhook_deliveries where resent_at is not null',
  );
  expect(rows[0].count).toBeGreaterThanOrEqual(2_500);
  await postgres.query(
    `delete from order_events event where not exists (select from orders where orders.id = event.order_id)`,
  );
});

test('ten requests wait at most, and a repeated one is the same', async () => {
  await postgresHolds(async () => {
    const key = { 'Idempotency-Key': `since ${hook.endpoint.id}` };
    const since = anHourAgo();
    const first = await resendSince({ since }, key);
    const again = await resendSince({ since }, key);
    expect([again.status, again.body]).toEqual([202, first.body]);
    for (let n = 0; n < 9; n += 1) expect((await resendSince({ since })).status).toBe(202);
    expect(await resendSince({ since })).toMatchObject({ status: 409, body: { code: 'too_many_resends' } });
  });
});

/** While somebody holds an order’s delivery, its requests are not done. */
async function postgresHolds(work: () => Promise<void>): Promise<void> {
  await deliver('delivered');
  const holder = await hook.system.context.postgres.connect();
  await holder.query('begin');
  await holder.query('select from webhook_deliveries for update');
  try {
    await work();
  } finally {
    await holder.query('rollback');
    holder.release();
  }
}

test.each([
  ['no since', {}, 'since'],
  ['a since that is no time', { since: 'yesterday' }, 'since'],
  ['a since of 31 days ago', { since: new Date(Date.now() - 31 * 86_400_000).toISOString() }, 'since'],
  ['an unknown type', { since: new Date().toISOString(), types: ['order.lost'] }, 'types.0'],
  ['an unknown member', { since: new Date().toISOString(), until: 'now' }, 'until'],
])('%s is refused', async (_, body, place) => {
  expect(await resendSince(body)).toMatchObject({ status: 422, body: { errors: [{ path: place }] } });
});
