import { createSign, generateKeyPairSync } from 'node:crypto';
import { createAlipayReceiver } from '../../examples/alipay.ts';
import { createApi } from '../../examples/order-countdown-api.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSystem, type System } from '../support/system.ts';
import { backendToken } from '../support/tokens.ts';

const keys = () => generateKeyPairSync('rsa', { modulusLength: 2_048 });
const alipay = keys();

let system: System;
let receive: ReturnType<typeof createAlipayReceiver>;

beforeAll(async () => {
  system = await startSystem();
  receive = createAlipayReceiver({
    alipayPublicKey: alipay.publicKey,
    appId: '2021000000000000',
    api: createApi(system.api.url, backendToken),
  });
});

afterAll(() => system.close());

/** A notification as Alipay sends it: a form, signed with RSA2. */
function notification(told: Record<string, string>, { privateKey } = alipay): { body: string } {
  const all: Record<string, string> = { app_id: '2021000000000000', charset: 'utf-8', ...told };
  const names = Object.keys(all).toSorted();
  const text = names.map((name) => `${name}=${all[name]}`).join('&');
  const sign = createSign('RSA-SHA256').update(text).sign(privateKey, 'base64');
  return { body: new URLSearchParams({ ...all, sign_type: 'RSA2', sign }).toString() };
}

async function place() {
  const { body } = await system.client.place({ amount: 113, currency: 'CNY' });
  return {
    orderId: body.id,
    told: { out_trade_no: body.id, trade_no: `alipay_${body.id}`, total_amount: '1.13' },
  };
}

const statusOf = async (orderId: string) => (await system.client.get(`/v1/orders/${orderId}`)).body.status;

const attemptsOf = async (orderId: string) =>
  (await system.client.get(`/v1/orders/${orderId}/payment-attempts`)).body['data'] as object[];

test('a shopper who scans the QR code holds the order, and pays it', async () => {
  const { orderId, told } = await place();
  const scanned = notification({ ...told, trade_status: 'WAIT_BUYER_PAY', subject: '茶 & more=1' });
  expect(await receive(scanned)).toEqual({ status: 200, text: 'success' });
  expect(await attemptsOf(orderId)).toMatchObject([{ status: 'open', provider: 'alipay' }]);
  const paid = notification({ ...told, trade_status: 'TRADE_SUCCESS' });
  for (let times = 0; times < 2; times++) {
    expect(await receive(paid)).toEqual({ status: 200, text: 'success' });
  }
  expect(await statusOf(orderId)).toBe('paid');
  expect(await attemptsOf(orderId)).toMatchObject([{ status: 'succeeded' }]);
});

test('yuan do not pay an order in another currency', async () => {
  const { body: order } = await system.client.place({ amount: 113, currency: 'EUR' });
  const told = { out_trade_no: order.id, trade_no: 'alipay_eur', total_amount: '1.13' };
  const paid = receive(notification({ ...told, trade_status: 'TRADE_SUCCESS' }));
  await expect(paid).rejects.toThrow('is in EUR, and was paid in yuan');
  expect(await statusOf(order.id)).toBe('pending');
});

test('a QR code that expires unpaid ends the hold', async () => {
  const { orderId, told } = await place();
  await receive(notification({ ...told, trade_status: 'WAIT_BUYER_PAY' }));
  await receive(notification({ ...told, trade_status: 'TRADE_CLOSED' }));
  expect(await attemptsOf(orderId)).toMatchObject([{ status: 'failed' }]);
});

test('money that comes too late is taken note of, as due to be given back', async () => {
  const { orderId, told } = await place();
  await system.client.post(`/v1/orders/${orderId}/cancel`, {});
  expect(await receive(notification({ ...told, trade_status: 'TRADE_SUCCESS' }))).toMatchObject({
    status: 200,
  });
  const { body } = await system.client.get(`/v1/orders/${orderId}/events`);
  expect((body['data'] as object[]).at(-1)).toMatchObject({
    type: 'payment.refund_required',
    data: { amount: 113, paymentReference: told.trade_no },
  });
});

test('a notification that Alipay did not sign, or not for this app, is refused and changes nothing', async () => {
  const { orderId, told } = await place();
  const paid = { ...told, trade_status: 'TRADE_SUCCESS' };
  const good = notification(paid);
  const forged = [
    notification(paid, keys()),
    notification({ ...paid, app_id: '2021000000000001' }),
    { body: good.body.replace('1.13', '1.14') },
    { body: good.body.replace('RSA2', 'RSA') },
    { body: good.body.replace(/&sign=.*/, '') },
    { body: '' },
  ];
  for (const each of forged) expect(await receive(each)).toEqual({ status: 400, text: 'fail' });
  expect(await statusOf(orderId)).toBe('pending');
});

test('an amount that is not one is not rounded', async () => {
  const { orderId, told } = await place();
  for (const total_amount of ['1.135', '1e2', '-1.13', '1,13']) {
    const odd = notification({ ...told, total_amount, trade_status: 'TRADE_SUCCESS' });
    await expect(receive(odd)).rejects.toThrow('not an amount');
  }
  expect(await statusOf(orderId)).toBe('pending');
});
