import { describe, expect, test } from 'vitest';
import { endpointForEachTest } from '../support/endpoint-for-each-test.ts';
import { until } from '../support/until.ts';
import { startReceiver } from '../support/webhook-receiver.ts';

const hook = endpointForEachTest({ description: 'Warehouse' });

const patch = (body: object, address = hook.path) =>
  hook.system.client.send(address, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const read = async () => (await hook.system.client.get(hook.path)).body;
const typesTold = () => hook.receiver.received.map(({ body }) => body.type);

test('a change changes what it names, and nothing else', async () => {
  const before = await read();
  const url = 'http://127.0.0.1:9/elsewhere';
  expect(await patch({})).toMatchObject({ status: 200, body: before });
  expect(await patch({ url })).toMatchObject({ status: 200, body: { ...before, url } });
  const events = ['order.paid'];
  expect((await patch({ events })).body).toEqual({ ...before, url, events });
  expect((await patch({ events: null, description: null })).body).toEqual({
    ...before,
    url,
    events: null,
    description: null,
  });
  expect((await patch({ enabled: false })).body).toEqual(await read());
  expect((await read()).enabled).toBe(false);
});

test.each([
  ['a member that is unknown', { secret: 'whsec_' }, 'secret'],
  ['a type that is unknown', { events: ['order.lost'] }, 'events.0'],
  ['no type', { events: [] }, 'events'],
  ['a url that is none', { url: 'nowhere' }, 'url'],
  ['a url of another protocol’s port', { url: 'http://127.0.0.1:6379/' }, 'url'],
  ['null as a url', { url: null }, 'url'],
  ['a word for enabled', { enabled: 'yes' }, 'enabled'],
])('%s is refused, and changes nothing', async (_, body, place) => {
  const before = await read();
  const answer = await patch(body);
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: place }] } });
  expect(await read()).toEqual(before);
});

test('an endpoint that does not exist cannot be changed', async () => {
  const unknown = '/v1/webhook-endpoints/whe_01jdkz3y8re0fv2x9k7q5m4n6p';
  expect(await patch({ enabled: true }, unknown)).toMatchObject({ status: 404, body: { code: 'not_found' } });
});

test('other types are sent from the change on, and what waits goes to the new address', async () => {
  hook.receiver.answer = (response) => response.writeHead(500).end();
  await patch({ events: ['order.placed'] });
  const { body: order } = await hook.system.client.place();
  await until(() => hook.receiver.received.length === 1);
  const elsewhere = await startReceiver();
  await patch({ url: elsewhere.url, events: ['order.cancelled'] });
  await hook.system.client.post(`/v1/orders/${order.id}/cancel`, {});
  await until(() => elsewhere.received.length === 2);
  expect(elsewhere.received.map(({ body }) => body.type).toSorted()).toEqual([
    'order.cancelled',
    'order.placed',
  ]);
  await elsewhere.close();
});

describe('enabling', () => {
  test('an endpoint that the service disabled starts anew', async () => {
    const { postgres } = hook.system.context;
    const { rows } = await postgres.query(
      `update webhook_endpoints set enabled = false, disabled_at = now(), disabled_reason = 'tired'
       where url = $1 returning id`,
      [hook.receiver.url],
    );
    await postgres.query(
      `insert into webhook_circuits (endpoint_id, failing_since, failures, open_until)
       values ($1, now() - interval '6 days', 10, now() + interval '1 hour')`,
      [rows[0].id],
    );
    const { body } = await patch({ enabled: true });
    expect(body).toMatchObject({ enabled: true, disabledAt: null, disabledReason: null });
    expect((await postgres.query('select from webhook_circuits')).rows).toEqual([]);
    await hook.system.client.place();
    await until(() => typesTold().includes('order.placed'));
  });

  test('a failing endpoint sends what waits at once, without its circuit', async () => {
    hook.receiver.answer = (response) => response.writeHead(500).end();
    await hook.system.client.place();
    await until(async () => (await hook.endpoint.deliveries())[0]?.attempts === 1);
    const { postgres } = hook.system.context;
    await postgres.query(`update webhook_deliveries set due_at = now() where status = 'pending'`);
    await postgres.query(
      `insert into webhook_circuits (endpoint_id, failing_since, failures, open_until)
       select endpoint_id, now(), 10, now() + interval '1 hour' from webhook_deliveries where status = 'pending'
       on conflict (endpoint_id) do update set open_until = excluded.open_until, failures = 10`,
    );
    hook.receiver.answer = (response) => response.writeHead(204).end();
    await patch({ enabled: true });
    const last = await until(async () => {
      const [newest] = await hook.endpoint.deliveries();
      return newest?.status === 'delivered' ? newest : null;
    });
    expect(last.attempts).toBeGreaterThan(1);
  });

  test('what happened while an endpoint was disabled is not promised to it', async () => {
    await patch({ enabled: false });
    await hook.system.client.place();
    await patch({ enabled: true });
    const { body: order } = await hook.system.client.place();
    await until(() => hook.receiver.received.length > 0);
    // Closing the system checks that every event that is promised has a delivery.
    expect(hook.receiver.received.map(({ body }) => body.data.orderId)).toEqual([order.id]);
  });
});
