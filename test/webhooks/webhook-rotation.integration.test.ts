import { Webhook as StandardWebhook } from 'standardwebhooks';
import { Webhook as SvixWebhook } from 'svix';
import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { resealSecrets } from '@order-countdown/shared/webhooks/reseal';
import { createSecretBox } from '@order-countdown/shared/webhooks/secret';
import { expect, test } from 'vitest';
import { endpointForEachTest } from '../support/endpoint-for-each-test.ts';
import { openPostgres } from '../support/postgres.ts';
import { until } from '../support/until.ts';
import { type Received } from '../support/webhook-receiver.ts';

/* Receivers verify with the stock libraries, which know nothing of this service. */

const hook = endpointForEachTest();

const path = (name: string) => `/v1/webhook-endpoints/${hook.endpoint.id}/${name}`;
const rotate = (body: object = {}, headers: Record<string, string> = {}) =>
  hook.system.client.post(path('rotate-secret'), body, headers);

/** Has an event sent. */
async function receive(): Promise<Received> {
  const before = hook.receiver.received.length;
  await hook.system.client.post(path('test'), {});
  await until(() => hook.receiver.received.length > before);
  return hook.receiver.received.at(-1)!;
}

/** With which of the secrets the libraries accept a message. They must agree. */
function acceptedWith({ text, headers }: Received, secrets: readonly string[]): boolean[] {
  const sent = headers as Record<string, string>;
  return secrets.map((secret) => {
    const verdicts = [new StandardWebhook(secret), new SvixWebhook(secret)].map((library) => {
      try {
        library.verify(text, sent);
        return true;
      } catch {
        return false;
      }
    });
    expect(new Set(verdicts).size).toBe(1);
    return verdicts[0]!;
  });
}

test('the libraries standardwebhooks and svix accept real deliveries before, during and after a rotation', async () => {
  const { body: order } = await hook.system.client.place();
  await until(() => hook.receiver.received.length > 0);
  expect(hook.receiver.received[0]?.body.data.orderId).toBe(order.id);
  expect(acceptedWith(hook.receiver.received[0]!, [hook.endpoint.secret])).toEqual([true]);

  const { status, body } = await rotate();
  expect(status).toBe(200);
  expect(body.secret).toMatch(/^whsec_/);
  const leftMs = Date.parse(body.previousSecretExpiresAt) - Date.now();
  expect(leftMs).toBeGreaterThan(86_000_000);
  expect(leftMs).toBeLessThan(86_800_000);
  const during = await receive();
  expect(acceptedWith(during, [body.secret, hook.endpoint.secret])).toEqual([true, true]);
  const [first, second] = String(during.headers['webhook-signature']).split(' ');
  const alone = { ...during, headers: { ...during.headers, 'webhook-signature': first } };
  expect(acceptedWith(alone, [body.secret, hook.endpoint.secret])).toEqual([true, false]);
  expect(second).toMatch(/^v1,/);

  await hook.system.context.postgres.query('update webhook_endpoints set previous_secret_until = now()');
  const after = await receive();
  expect(acceptedWith(after, [body.secret, hook.endpoint.secret])).toEqual([true, false]);
});

test('without an overlap, the former secret ends at once', async () => {
  const { body } = await rotate({ overlapSeconds: 0 });
  expect(body.previousSecretExpiresAt).toBeNull();
  expect(acceptedWith(await receive(), [body.secret, hook.endpoint.secret])).toEqual([true, false]);
});

test('rotating again during an overlap keeps the two newest secrets', async () => {
  const { secret: second } = (await rotate()).body;
  const { secret: third } = (await rotate({ overlapSeconds: 604_800 })).body;
  expect(acceptedWith(await receive(), [third, second, hook.endpoint.secret])).toEqual([true, true, false]);
});

test.each([-1, 604_801, 1.5, '60', null])('an overlap of %j is refused', async (overlapSeconds) => {
  const answer = await rotate({ overlapSeconds });
  expect(answer).toMatchObject({ status: 422, body: { errors: [{ path: 'overlapSeconds' }] } });
  expect(acceptedWith(await receive(), [hook.endpoint.secret])).toEqual([true]);
});

test('a rotation that is repeated under its key is done once, and the secret is stored nowhere in the clear', async () => {
  const key = { 'Idempotency-Key': `rotate ${hook.endpoint.id}` };
  const first = await rotate({}, key);
  const again = await rotate({}, key);
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect(again.headers.get('Idempotency-Replayed')).toBe('true');
  expect(acceptedWith(await receive(), [first.body.secret, hook.endpoint.secret])).toEqual([true, true]);
  expect((await rotate({ overlapSeconds: 0 }, key)).body.code).toBe('idempotency_key_reused');
  const { rows } = await hook.system.context.postgres.query('select answer::text from idempotent_requests');
  expect(JSON.stringify(rows)).not.toContain(first.body.secret);
});

test('an endpoint that does not exist has no secret to rotate', async () => {
  const unknown = '/v1/webhook-endpoints/whe_01jdkz3y8re0fv2x9k7q5m4n6p/rotate-secret';
  expect(await hook.system.client.post(unknown, {})).toMatchObject({
    status: 404,
    body: { code: 'not_found' },
  });
});

test('both secrets are sealed anew after APP_SECRET was changed', async () => {
  await rotate();
  const postgres = openPostgres(hook.system.context.databaseUrl);
  const next = createSecretBox('another secret of at least 32 characters', developmentSecrets.APP_SECRET);
  expect(await resealSecrets(postgres, next)).toEqual({ resealed: 2, unreadable: 0 });
  expect(await resealSecrets(postgres, next)).toEqual({ resealed: 0, unreadable: 0 });
  await postgres.close();
});
