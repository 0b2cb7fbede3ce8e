import { randomBytes } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { OrderCountdownWebhookError, verifyWebhook } from '../src/webhook.ts';

const newSecret = () => `whsec_${randomBytes(32).toString('base64')}`;
const secret = newSecret();
const id = 'evt_01jdkz3y8re0fv2x9k7q5m4n6p';
const body = JSON.stringify({
  type: 'order.paid',
  timestamp: '2026-03-01T12:05:00.000Z',
  data: { orderId: 'ord_1', sequence: 2, amount: 12_900, currency: 'CNY', paymentReference: 'käse🍵' },
});

/** Signed by the stock library, whose `sign` is what the service's receivers rely on, too. */
function signed({ by = [secret], secondsAgo = 0, text = body } = {}): Record<string, string> {
  const sentAt = new Date(Date.now() - secondsAgo * 1_000);
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1_000)),
    'webhook-signature': by.map((one) => new Webhook(one).sign(id, sentAt, text)).join(' '),
  };
}

const refused = async (received: Parameters<typeof verifyWebhook>[0]) =>
  verifyWebhook(received).catch((error: unknown) => error);

describe('a webhook that the stock library signed', () => {
  const expected = { id, ...(JSON.parse(body) as object) };

  test('is verified and parsed', async () => {
    expect(await verifyWebhook({ body, headers: signed(), secret })).toEqual(expected);
  });

  test('is verified from the bytes of the body and the headers of fetch', async () => {
    const received = { body: new TextEncoder().encode(body), headers: new Headers(signed()), secret };
    expect(await verifyWebhook(received)).toEqual(expected);
  });

  test('is verified by any of its signatures and any of the secrets', async () => {
    const headers = signed({ by: [newSecret(), secret] });
    headers['webhook-signature'] = `v1a,${'A'.repeat(43)}= ${headers['webhook-signature']}`;
    expect(await verifyWebhook({ body, headers, secret: [newSecret(), secret] })).toEqual(expected);
  });

  test('may be as old or as early as the tolerance', async () => {
    const headers = signed({ secondsAgo: 290 });
    expect(await verifyWebhook({ body, headers, secret })).toEqual(expected);
    const early = signed({ secondsAgo: -290 });
    expect(await verifyWebhook({ body, headers: early, secret })).toEqual(expected);
    const old = signed({ secondsAgo: 3_000 });
    expect(await verifyWebhook({ body, headers: old, secret, toleranceSeconds: 3_600 })).toEqual(expected);
  });
});

describe('a webhook is refused', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    ['that another secret signed', signed({ by: [newSecret()] }), /no signature/],
    ['whose body was changed', signed({ text: body.replace('12900', '1') }), /no signature/],
    ['with another id', { ...signed(), 'webhook-id': 'evt_2' }, /no signature/],
    ['that is old', signed({ secondsAgo: 310 }), /too old/],
    ['from the future', signed({ secondsAgo: -310 }), /too old/],
    ['whose time is none', { ...signed(), 'webhook-timestamp': 'now' }, /too old/],
    ['with a signature of another kind', { ...signed(), 'webhook-signature': 'v2,x' }, /no signature/],
    ['without a signature', { ...signed(), 'webhook-signature': '' }, /no header webhook-signature/],
    ['without an id', { ...signed(), 'webhook-id': '' }, /no header webhook-id/],
    ['without a time', { ...signed(), 'webhook-timestamp': '' }, /no header webhook-timestamp/],
  ])('%s', async (_, headers, message) => {
    const error = await refused({ body, headers, secret });
    expect(error).toBeInstanceOf(OrderCountdownWebhookError);
    expect((error as Error).message).toMatch(message);
  });

  test.each(['', 'whsec_', 'whsec_!', 'secret'])('by a secret that is none: %j', async (notASecret) => {
    const error = await refused({ body, headers: signed(), secret: notASecret });
    expect(error).toBeInstanceOf(TypeError);
    expect((error as Error).message).toMatch(/^secret must be/);
  });
});
