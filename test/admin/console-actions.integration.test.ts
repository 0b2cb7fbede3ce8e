import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { expectDeclared, startConsole, type ConsoleSystem } from '../support/console-system.ts';
import { submitSignIn } from '../support/operator.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register, type Endpoint } from '../support/webhook-system.ts';

let system: ConsoleSystem;
let receiver: Receiver;
let endpoint: Endpoint;
let id: string;

const byOperator = { kind: 'operator', subject: 'operator' };

/** Does something as the operator, and expects what the route says that it answers. */
async function act(path: string, body: object = {}, method = 'POST') {
  const answer = await system.operator.change(method, `/admin/api${path}`, body);
  if (answer.status < 400) expectDeclared(method.toLowerCase(), path, answer);
  return answer;
}

const lastEvent = async () => (await system.read(`/orders/${id}`)).events.data.at(-1);

beforeAll(async () => {
  [system, receiver] = await Promise.all([startConsole(), startReceiver()]);
  endpoint = await register(system.client, receiver.url, { events: ['order.cancelled'] });
});

beforeEach(async () => {
  id = (await system.client.place({ expiresInSeconds: 600 })).body.id;
});

afterAll(async () => {
  await receiver.close();
  await system.close();
});

describe('an operator', () => {
  test('extends an order', async () => {
    const answer = await act(`/orders/${id}/extend`, { seconds: 60 });
    expect(answer).toMatchObject({ status: 200, body: { id, version: 2 } });
    expect(await lastEvent()).toMatchObject({ type: 'order.extended', actor: byOperator });
  });

  test('cancels an order for the backend, and the webhook says who it was', async () => {
    const answer = await act(`/orders/${id}/cancel`, { reason: 'fraud' });
    expect(answer).toMatchObject({ status: 200, body: { status: 'cancelled', cancelReason: 'backend' } });
    expect(await lastEvent()).toMatchObject({
      type: 'order.cancelled',
      data: { reason: 'backend', note: 'fraud' },
      actor: byOperator,
    });
    const message = await until(() => receiver.received.find(({ body }) => body.data.orderId === id));
    expect(message.body.data['actor']).toEqual(byOperator);
    const again = await act(`/orders/${id}/cancel`);
    expect(again).toMatchObject({ status: 200, body: { version: answer.body.version } });
  });

  test('sets the alarm of a pending order anew', async () => {
    await until(async () => (await system.read(`/orders/${id}`)).redis.state === 'agrees');
    await system.context.redis.zrem('bull:order-expiry:delayed', id);
    await system.context.redis.del(`bull:order-expiry:${id}`, `countdown:${id}`);
    expect(await act(`/orders/${id}/alarm`)).toMatchObject({
      status: 200,
      body: { alarm: { jobId: id, state: 'delayed' } },
    });
    const { redis, order, events } = await system.read(`/orders/${id}`);
    expect(redis).toEqual({ state: 'agrees', differences: [] });
    expect([order.version, events.data.length]).toEqual([1, 1]);
  });

  test.each([
    ['cancel', {}, 'order_cancelled'],
    ['pay', { paymentReference: 'p' }, 'order_already_paid'],
  ])('sets no alarm after %s', async (command, body, code) => {
    await system.client.post(`/v1/orders/${id}/${command}`, body);
    expect(await act(`/orders/${id}/alarm`)).toMatchObject({ status: 409, body: { code } });
    expect(await system.context.redis.zscore('bull:order-expiry:delayed', id)).toBeNull();
  });

  test('reports a refund as made', async () => {
    await system.client.post(`/v1/orders/${id}/pay`, { paymentReference: 'short', amount: 7 });
    const [refund] = (await system.read(`/orders/${id}`)).refunds;
    const made = await act(`/refunds/${refund.id}/refunded`, { refundReference: 're_1' });
    expect(made).toMatchObject({ status: 200, body: { status: 'refunded', refundReference: 're_1' } });
    expect(await lastEvent()).toMatchObject({ type: 'payment.refunded', actor: byOperator });
    const other = await act(`/refunds/${refund.id}/refunded`, { refundReference: 're_2' });
    expect(other).toMatchObject({ status: 409, body: { code: 'refund_already_recorded' } });
  });

  test('pings, disables and enables an endpoint, and changes its secret', async () => {
    const path = `/webhook-endpoints/${endpoint.id}`;
    const ping = await act(`${path}/test`);
    expect(ping).toMatchObject({ status: 202, body: { type: 'webhook.ping' } });
    const delivery = await until(async () => {
      const body = await system.read(`${path}/deliveries/${ping.body.id}`);
      return body.status === 'delivered' && body;
    });
    expect(delivery.attempts).toMatchObject([{ number: 1, status: 'delivered', responseStatus: 204 }]);
    expect(await act(`${path}/deliveries/${ping.body.id}/resend`)).toMatchObject({ status: 202 });
    expect(await act(path, { enabled: false }, 'PATCH')).toMatchObject({ body: { enabled: false } });
    expect((await system.read(path)).health).toMatchObject({ state: 'off', failures: 0 });
    expect(await act(`${path}/deliveries/${ping.body.id}/resend`)).toMatchObject({
      status: 409,
      body: { code: 'webhook_endpoint_disabled' },
    });
    expect(await act(path, { enabled: true }, 'PATCH')).toMatchObject({ body: { enabled: true } });
    const rotated = await act(`${path}/rotate-secret`, { overlapSeconds: 0 });
    expect(rotated.body.secret).toMatch(/^whsec_/);
    expect(rotated.body.secret).not.toBe(endpoint.secret);
    expect((await system.read('/webhook-endpoints')).data).toMatchObject([
      { id: endpoint.id, health: { state: 'ok', openUntil: null } },
    ]);
    expect(JSON.stringify(await system.read(`/audit?limit=100`))).not.toContain(rotated.body.secret);
  });
});

describe('the audit', () => {
  const audit = async (query: string) => (await system.read(`/audit?${query}`)).data;

  test('it says who changed what, and who was refused', async () => {
    await act(`/orders/${id}/cancel`, { reason: 'a secret reason' });
    await system.viewer.change('POST', `/admin/api/orders/${id}/extend?x=1`, { seconds: 5 });
    const entries = await until(async () => {
      const found = await audit(`target=${id}`);
      return found.length === 2 && found;
    });
    const both = { event: 'change', address: '127.0.0.1', method: 'POST', target: id };
    expect(entries).toMatchObject([
      { ...both, who: 'viewer', role: 'viewer', path: `/admin/api/orders/${id}/extend`, status: 403 },
      { ...both, who: 'operator', role: 'operator', path: `/admin/api/orders/${id}/cancel`, status: 200 },
    ]);
    expect(JSON.stringify(entries)).not.toContain('a secret reason');
    expect(Math.abs(Date.parse(entries[0].at) - Date.now())).toBeLessThan(60_000);
    expect(await audit(`target=${id}&who=viewer`)).toEqual([entries[0]]);
    expect(await audit(`target=${id}&before=${entries[1].at}`)).toEqual([]);
    expect(await audit(`target=${id}&after=${entries[1].at}`)).toEqual([entries[0]]);
    const { nextCursor } = await system.read(`/audit?target=${id}&limit=1`);
    expect(await audit(`target=${id}&cursor=${nextCursor}`)).toEqual([entries[1]]);
  });

  test('it has sign-ins, those that failed as well, whatever name was given', async () => {
    await submitSignIn(system.api.url, { username: 'mal\0lory\ud800', password: 'a secret guess' });
    const [failed] = await until(async () => {
      const found = await audit('event=sign_in_failed');
      return found.length > 0 && found;
    });
    expect(failed).toMatchObject({ role: null, path: '/admin/sign-in', target: null, status: 401 });
    expect(failed.who).toMatch(/^mal.lory/u);
    expect(await audit('event=sign_in&who=operator')).toMatchObject([{ role: 'operator', status: 303 }]);
    expect(JSON.stringify(await audit('limit=100'))).not.toContain('a secret guess');
  });
});
