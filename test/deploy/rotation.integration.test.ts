import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { operatorCredentials, signIn, withCookie } from '../support/operator.ts';
import { startApi, startWorker, type RunningProcess } from '../support/processes.ts';
import { signToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';
import { startReceiver, type Receiver } from '../support/webhook-receiver.ts';
import { register, type Endpoint } from '../support/webhook-system.ts';
import { Webhook } from 'standardwebhooks';

const [a, b] = ['the first secret, long enough for use', 'the second secret, long enough for use'];
const alone = (secret: string) => ({ APP_SECRET: secret, AUTH_JWT_SECRET: secret });
const after = { ...alone(b), APP_SECRET_PREVIOUS: a, AUTH_JWT_SECRET_PREVIOUS: a };
const claims = { sub: 'shop', scope: 'orders:any' };
const tokenBy = (secret: string) => signToken(claims, new TextEncoder().encode(secret));

let context: TestContext;
let receiver: Receiver;
let endpoint: Endpoint;
let order: { id: string; viewToken: string };
let session: { cookie: string; xsrfToken: string };

beforeAll(async () => {
  context = await createTestContext();
  receiver = await startReceiver();
  const api = await startApi(context, alone(a));
  const client = createClient(api.url, await tokenBy(a));
  endpoint = await register(client, receiver.url);
  order = (await client.place()).body;
  session = await signIn(api.url, operatorCredentials);
  await api.end();
});

afterAll(async () => {
  await receiver.close();
  await context.close();
});

/** What was made with the first secret, used with an api. */
async function usedWith({ url }: RunningProcess) {
  const visitor = createClient(url, null);
  const operator = withCookie(url, session.cookie, session.xsrfToken);
  const answers = await Promise.all([
    visitor.get(`/v1/orders/${order.id}/countdown?token=${order.viewToken}`),
    createClient(url, await tokenBy(a)).get('/v1/orders'),
    operator.get('/admin/orders'),
    operator.change('PUT', '/admin/queues/api/queues/order-expiry/resume'),
  ]);
  return answers.map(({ status }) => status);
}

/** Places an order, and waits until the receiver has its event. The signature must be that of the endpoint's own secret. */
async function expectSigned(api: RunningProcess): Promise<void> {
  const known = receiver.received.length;
  const { body } = await createClient(api.url, await tokenBy(b)).place();
  await until(() => receiver.received.slice(known).some((each) => each.text.includes(body.id)));
  for (const { headers, text } of receiver.received.slice(known)) {
    expect(() => new Webhook(endpoint.secret).verify(text, headers as Record<string, string>)).not.toThrow();
  }
}

test('with its predecessor beside it, a new secret ends nothing, and reseals webhook secrets', async () => {
  const [api, worker] = await Promise.all([startApi(context, after), startWorker(context, after)]);
  expect(await usedWith(api)).toEqual([200, 200, 200, 200]);
  await expectSigned(api);
  await until(() =>
    worker.log.some(({ msg, resealed, unreadable }) => {
      return msg === 'webhook secrets resealed' && resealed === 1 && unreadable === 0;
    }),
  );
  await expectSigned(api);
  const { body: another } = await createClient(api.url, await tokenBy(b)).place();
  const old = await startApi(context, alone(a));
  const path = `/v1/orders/${another.id}/countdown?token=${another.viewToken}`;
  expect(await createClient(api.url, null).get(path)).toMatchObject({ status: 200 });
  expect(await createClient(old.url, null).get(path)).toMatchObject({ status: 401 });
  await Promise.all([api.end(), worker.end(), old.end()]);
});

test('the new secret alone refuses what the old one signed, and still opens webhook secrets', async () => {
  const [api, worker] = await Promise.all([startApi(context, alone(b)), startWorker(context, alone(b))]);
  expect(await usedWith(api)).toEqual([401, 401, 401, 401]);
  await expectSigned(api);
  await Promise.all([api.end(), worker.end()]);
});
