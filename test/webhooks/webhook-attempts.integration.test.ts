import { expect, test } from 'vitest';
import { endpointForEachTest } from '../support/endpoint-for-each-test.ts';
import { until } from '../support/until.ts';
import { register } from '../support/webhook-system.ts';

const hook = endpointForEachTest();

const newest = async () => (await hook.endpoint.deliveries())[0]!;
const detail = async (id: string) => (await hook.system.client.get(`${hook.path}/deliveries/${id}`)).body;
const disable = () =>
  hook.system.client.send(hook.path, {
    method: 'PATCH',
    headers: { 'Content-Type': 'application/json' },
    body: '{"enabled":false}',
  });

/** Places an order. @returns its delivery, once that has a status */
async function deliver(status: string) {
  const { body: order } = await hook.system.client.place();
  await until(async () => (await newest())?.orderId === order.id && (await newest()).status === status);
  return newest();
}

test('a delivery tells what was sent in each attempt, and what was answered', async () => {
  const long = 'é'.repeat(1_000);
  hook.receiver.answer = (response) =>
    response.writeHead(hook.receiver.received.length === 1 ? 503 : 200).end(`x${long}\u0000`);
  await hook.system.client.place({ metadata: { note: 'n'.repeat(400), more: 'm'.repeat(400) } });
  await until(async () => (await newest())?.attempts === 1 && (await newest()).error !== null);
  await hook.system.context.postgres.query(
    `update webhook_deliveries set due_at = now() where status = 'pending'`,
  );
  await until(async () => (await newest()).status === 'delivered');
  const { id, attempts, ...rest } = await detail((await newest()).id);
  expect(rest).toMatchObject({ status: 'delivered', type: 'order.placed', responseStatus: 200 });
  expect(attempts).toHaveLength(2);
  expect(attempts.map((each: { number: number }) => each.number)).toEqual([2, 1]);
  expect(attempts[1]).toMatchObject({ status: 'failed', responseStatus: 503, error: 'answered 503' });
  expect(attempts[0]).toMatchObject({ status: 'delivered', responseStatus: 200, error: null });
  for (const [index, each] of attempts.entries()) {
    const { text } = hook.receiver.received[1 - index]!;
    expect(each.requestBody).toBe(text.slice(0, 1_024));
    expect(each.responseBody).toBe(`x${'é'.repeat(511)}`);
    expect(each.durationMs).toBeGreaterThanOrEqual(0);
    expect(Date.parse(each.attemptedAt)).toBeGreaterThan(Date.now() - 60_000);
  }
  expect(JSON.stringify(attempts)).not.toContain('v1,');
  expect(id).toMatch(/^whd_/);
});

test('of a delivery that an earlier version sent, the last attempt is known', async () => {
  const { id } = await deliver('delivered');
  await hook.system.context.postgres.query('delete from webhook_attempts');
  expect((await detail(id)).attempts).toMatchObject([
    { number: 1, status: 'delivered', responseStatus: 204, durationMs: null, requestBody: null },
  ]);
});

test('a delivery that was never attempted has none, and goes with its attempts', async () => {
  const { id } = await deliver('delivered');
  const { postgres } = hook.system.context;
  expect((await postgres.query('select from webhook_attempts')).rows.length).toBeGreaterThan(0);
  await postgres.query('delete from webhook_deliveries');
  expect((await postgres.query('select from webhook_attempts')).rows).toEqual([]);
  expect((await detail(id)).code).toBe('not_found');
  await disable();
  const { body } = await hook.system.client.post(`${hook.path}/test`, {});
  expect((await detail(body.id)).attempts).toEqual([]);
});

test('another endpoint’s delivery is not found', async () => {
  const { id } = await deliver('delivered');
  const other = await register(hook.system.client, 'http://127.0.0.1:9/', { enabled: false });
  const address = `/v1/webhook-endpoints/${other.id}/deliveries/${id}`;
  expect((await hook.system.client.get(address)).status).toBe(404);
  expect((await hook.system.client.post(`${address}/resend`, {})).status).toBe(404);
  await other.remove();
});

test('deliveries are listed by status', async () => {
  const delivered = await deliver('delivered');
  hook.receiver.answer = (response) => response.writeHead(500).end();
  const pending = await deliver('pending');
  const failed = await deliver('pending');
  // An attempt that is still under way would make it pending again.
  await until(async () => (await newest()).error !== null);
  await hook.system.context.postgres.query(
    `update webhook_deliveries set status = 'failed', due_at = null, queued_at = null
     where status = 'pending' and created_at = $1`,
    [failed.createdAt],
  );
  const listed = async (status: string) =>
    (await hook.system.client.get(`${hook.path}/deliveries?status=${status}`)).body.data.map(
      (each: { id: string }) => each.id,
    );
  expect(await listed('delivered')).toEqual([delivered.id]);
  expect(await listed('pending')).toEqual([pending.id]);
  expect(await listed('failed')).toEqual([failed.id]);
  expect((await hook.system.client.get(`${hook.path}/deliveries?status=lost`)).status).toBe(400);
});
