import { Queue } from 'bullmq';
import { expect, test } from 'vitest';
import { endpointForEachTest } from '../support/endpoint-for-each-test.ts';
import { until } from '../support/until.ts';

const hook = endpointForEachTest();

const unknownDelivery = 'whd_3kd8pz1qwe9v0tt4h2n7m5x6ya';
const newest = async () => (await hook.endpoint.deliveries())[0]!;
const detail = async (id: string) => (await hook.system.client.get(`${hook.path}/deliveries/${id}`)).body;
const resend = (id: string, headers: Record<string, string> = {}) =>
  hook.system.client.post(`${hook.path}/deliveries/${id}/resend`, {}, headers);
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

test('one that was delivered comes again, with the same webhook-id and the order as it is now', async () => {
  const { id, orderId } = await deliver('delivered');
  await hook.system.client.post(`/v1/orders/${orderId}/cancel`, {});
  await until(() => hook.receiver.received.length === 2);
  const answer = await resend(id);
  expect(answer).toMatchObject({ status: 202, body: { id, status: 'pending' } });
  await until(() => hook.receiver.received.length === 3);
  const [first, , again] = hook.receiver.received;
  expect(again?.id).toBe(first?.id);
  expect(again?.body.data['order']).toMatchObject({ status: 'cancelled', version: 2 });
  await until(async () => (await detail(id)).status === 'delivered');
  expect((await detail(id)).attempts).toHaveLength(2);
});

test('one that was asked for while it was being sent is sent once more', async () => {
  let isFirst = true;
  hook.receiver.answer = (response) => {
    if (!isFirst) return response.writeHead(204).end();
    isFirst = false;
    const asking = newest().then(({ id }) => resend(id));
    return void asking.then(() => response.writeHead(204).end());
  };
  await hook.system.client.place();
  await until(() => hook.receiver.received.length === 2);
  expect(hook.receiver.received[1]?.id).toBe(hook.receiver.received[0]?.id);
  await until(async () => (await newest()).status === 'delivered');
});

test('one that has failed for good is sent although its job is kept, and has all its retries again', async () => {
  hook.receiver.answer = (response) => response.writeHead(500).end();
  const { id } = await deliver('pending');
  const { postgres } = hook.system.context;
  await until(async () => (await newest()).error !== null);
  await postgres.query(
    `update webhook_deliveries set attempts = 10, due_at = now() where status = 'pending'`,
  );
  await until(async () => (await newest()).status === 'failed');
  // Bull Board shows the data of a job.
  const jobs = new Queue('webhook', { connection: hook.system.context.redis });
  const { type, orderId } = await newest();
  await until(async () => (await jobs.getJobState(id)) === 'failed');
  expect((await jobs.getJob(id))?.data).toEqual({ endpointId: hook.endpoint.id, type, orderId });
  await resend(id);
  await until(() => hook.receiver.received.length === 3);
  await until(async () => (await newest()).error !== null && (await newest()).nextAttemptAt !== null);
  const { status, nextAttemptAt, lastAttemptAt } = await newest();
  expect(status).toBe('pending');
  // The first of all retries, not the last.
  expect(Date.parse(nextAttemptAt) - Date.parse(lastAttemptAt)).toBeLessThan(60_000);
});

test('a request that is repeated under its key is done once', async () => {
  const { id } = await deliver('delivered');
  const key = { 'Idempotency-Key': `resend ${id}` };
  const first = await resend(id, key);
  const again = await resend(id, key);
  expect([again.status, again.body]).toEqual([202, first.body]);
  expect(again.headers.get('Idempotency-Replayed')).toBe('true');
  await until(async () => (await newest()).status === 'delivered' && hook.receiver.received.length === 2);
});

test('nothing is sent to a disabled endpoint, and what does not exist is not found', async () => {
  const { id } = await deliver('delivered');
  expect((await resend(unknownDelivery)).status).toBe(404);
  await disable();
  const refused = { status: 409, body: { code: 'webhook_endpoint_disabled' } };
  expect(await resend(id)).toMatchObject(refused);
  expect(await resendSince({ since: anHourAgo() })).toMatchObject(refused);
  expect((await resend(unknownDelivery)).status).toBe(404);
  expect((await newest()).status).toBe('delivered');
});
