import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import {
  cancelOrderBody,
  failPaymentBody,
  orderIdParameter,
  payOrderBody,
  placeOrderBody,
  startPaymentBody,
} from '../src/orders/requests.ts';
import { newOrderId } from '@order-countdown/shared/order/order-id';

/** The path of every fault in a body; for an unknown field, with its name. */
function wrongAt(schema: z.ZodType, body: unknown): string[] {
  const { error } = schema.safeParse(body);
  return (error?.issues ?? []).flatMap((issue) => {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [[]];
    return names.map((name) => issue.path.concat(name).join('.'));
  });
}

const order = { amount: 300, currency: 'CNY' };
const tea = { sku: 'tea', quantity: 3, unitAmount: 100 };
const entries = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`key${n}`, n]));
const manyItems = (count: number) =>
  Array.from({ length: count }, () => ({ sku: 'tea', quantity: 1, unitAmount: 1 }));
const nul = 'a\u0000b';
const loneSurrogate = 'a\ud83d';
const emoji = '\u{1f375}';

describe('the body that places an order', () => {
  test('an order needs only an amount and a currency', () => {
    expect(placeOrderBody.parse(order)).toEqual({ ...order, items: [], metadata: {} });
  });

  test.each<[string, object]>([
    ['the smallest amount', { amount: 1 }],
    ['the largest amount', { amount: 1_000_000_000_000 }],
    ['items that add up', { items: [tea] }],
    ['items that add up, one of them free', { items: [tea, { ...tea, sku: 'bag', unitAmount: 0 }] }],
    ['a window of a second', { expiresInSeconds: 1 }],
    ['a window of 30 days', { expiresInSeconds: 2_592_000 }],
    ['text beyond ASCII', { customerId: `käse${emoji}`, reference: emoji, metadata: { [emoji]: emoji } }],
    ['metadata of each type', { metadata: { a: 'text', b: '', c: 1.5, d: -1, e: true, f: null } }],
    ['200 items', { amount: 200, items: manyItems(200) }],
    ['50 metadata entries', { metadata: entries(50) }],
  ])('an order may be placed with %s', (_, members) => {
    const body = { ...order, ...members };
    expect(placeOrderBody.parse(body)).toEqual({ items: [], metadata: {}, ...body });
  });

  test.each<[string, object, string]>([
    ['no amount', { amount: undefined }, 'amount'],
    ['a zero amount', { amount: 0 }, 'amount'],
    ['a negative amount', { amount: -300 }, 'amount'],
    ['a fractional amount', { amount: 299.99 }, 'amount'],
    ['an amount as text', { amount: '300' }, 'amount'],
    ['an amount past the largest', { amount: 1_000_000_000_001 }, 'amount'],
    ['no currency', { currency: undefined }, 'currency'],
    ['an unknown currency', { currency: 'XYZ' }, 'currency'],
    ['a currency in lower case', { currency: 'cny' }, 'currency'],
    ['items that do not add up', { items: [{ ...tea, quantity: 2 }] }, 'amount'],
    ['items whose sum is not exact', { items: [{ ...tea, quantity: 1e6, unitAmount: 1e12 }] }, 'amount'],
    ['an item without a quantity', { items: [tea, { ...tea, quantity: 0 }] }, 'items.1.quantity'],
    ['an item with a fractional quantity', { items: [{ ...tea, quantity: 0.5 }] }, 'items.0.quantity'],
    ['an item with a negative price', { items: [{ ...tea, unitAmount: -1 }] }, 'items.0.unitAmount'],
    ['an item without a sku', { items: [{ ...tea, sku: '' }] }, 'items.0.sku'],
    ['an item named with a NUL', { items: [{ ...tea, name: nul }] }, 'items.0.name'],
    ['an unknown field in an item', { items: [{ ...tea, price: 100 }] }, 'items.0.price'],
    ['201 items', { amount: 201, items: manyItems(201) }, 'items'],
    ['a window of zero seconds', { expiresInSeconds: 0 }, 'expiresInSeconds'],
    ['a window of more than 30 days', { expiresInSeconds: 2_592_001 }, 'expiresInSeconds'],
    ['a fractional window', { expiresInSeconds: 1.5 }, 'expiresInSeconds'],
    ['a NUL in the customer', { customerId: nul }, 'customerId'],
    ['half a surrogate pair in the customer', { customerId: loneSurrogate }, 'customerId'],
    ['an empty customer', { customerId: '' }, 'customerId'],
    ['a customer of 256 characters', { customerId: 'c'.repeat(256) }, 'customerId'],
    ['a NUL in the reference', { reference: nul }, 'reference'],
    ['half a surrogate pair in the reference', { reference: loneSurrogate }, 'reference'],
    ['a NUL in metadata', { metadata: { note: nul } }, 'metadata.note'],
    ['half a surrogate pair in metadata', { metadata: { note: loneSurrogate } }, 'metadata.note'],
    ['a NUL in a metadata key', { metadata: { [nul]: 1 } }, `metadata.${nul}`],
    [
      'half a surrogate pair in a metadata key',
      { metadata: { [loneSurrogate]: 1 } },
      `metadata.${loneSurrogate}`,
    ],
    ['metadata in metadata', { metadata: { note: {} } }, 'metadata.note'],
    ['51 metadata entries', { metadata: entries(51) }, 'metadata'],
    ['an unknown field', { expiresInMinutes: 5 }, 'expiresInMinutes'],
  ])('an order is refused with %s', (_, members, path) => {
    expect(new Set(wrongAt(placeOrderBody, { ...order, ...members }))).toContain(path);
  });

  test('every fault of an order is reported at once', () => {
    const body = { amount: -1, currency: 'XYZ', expiresInSeconds: 0, metadata: { note: nul }, colour: 'red' };
    const paths = ['amount', 'colour', 'currency', 'expiresInSeconds', 'metadata.note'];
    expect(new Set(wrongAt(placeOrderBody, body))).toEqual(new Set(paths));
  });

  test('no metadata entry is silently dropped, whatever its name', () => {
    const body: unknown = JSON.parse(
      '{ "amount": 300, "currency": "CNY", "metadata": { "__proto__": "x" } }',
    );
    const { data, error } = placeOrderBody.safeParse(body);
    const isKept = Object.hasOwn(data?.metadata ?? {}, '__proto__');
    expect(isKept || error !== undefined).toBe(true);
  });

  test.each([[null], [[]], ['text'], [42]])('an order cannot be placed with the body %j', (body) => {
    expect(placeOrderBody.safeParse(body).success).toBe(false);
  });
});

describe('the body that pays an order', () => {
  test.each([{}, { paymentReference: 'pay_1' }, { amount: 1 }, { paymentReference: emoji, amount: 300 }])(
    'an order may be paid with the body %j',
    (body) => expect(payOrderBody.parse(body)).toEqual(body),
  );

  test.each<[object, string]>([
    [{ amount: 0 }, 'amount'],
    [{ amount: -300 }, 'amount'],
    [{ amount: 0.5 }, 'amount'],
    [{ amount: '300' }, 'amount'],
    [{ paymentReference: '' }, 'paymentReference'],
    [{ paymentReference: null }, 'paymentReference'],
    [{ paymentReference: nul }, 'paymentReference'],
    [{ paymentReference: loneSurrogate }, 'paymentReference'],
    [{ paymentReference: 'p'.repeat(256) }, 'paymentReference'],
    [{ reference: 'pay_1' }, 'reference'],
    [{ attemptId: 'ord_01jdkz3y8re0fv2x9k7q5m4n6p' }, 'attemptId'],
    [{ attemptId: '' }, 'attemptId'],
    [{ attemptId: null }, 'attemptId'],
  ])('an order cannot be paid with the body %j', (body, path) =>
    expect(wrongAt(payOrderBody, body)).toEqual([path]),
  );
});

describe('the bodies of payment attempts', () => {
  test.each([
    {},
    { provider: 'stripe' },
    { reference: emoji },
    { provider: 'p'.repeat(100), reference: 'pi_1' },
  ])('an attempt may be started with the body %j', (body) =>
    expect(startPaymentBody.parse(body)).toEqual(body),
  );

  test.each<[object, string]>([
    [{ provider: '' }, 'provider'],
    [{ provider: null }, 'provider'],
    [{ provider: nul }, 'provider'],
    [{ provider: 'p'.repeat(101) }, 'provider'],
    [{ reference: loneSurrogate }, 'reference'],
    [{ reference: 'r'.repeat(256) }, 'reference'],
    [{ amount: 100 }, 'amount'],
  ])('an attempt cannot be started with the body %j', (body, path) =>
    expect(wrongAt(startPaymentBody, body)).toEqual([path]),
  );

  test.each<[object, string]>([
    [{ reason: '' }, 'reason'],
    [{ reason: 'r'.repeat(501) }, 'reason'],
    [{ code: 'declined' }, 'code'],
  ])('an attempt cannot be failed with the body %j', (body, path) =>
    expect(wrongAt(failPaymentBody, body)).toEqual([path]),
  );
});

describe('the body that cancels an order', () => {
  test.each([{}, { reason: 'changed my mind' }, { reason: emoji }])(
    'an order may be cancelled with the body %j',
    (body) => expect(cancelOrderBody.parse(body)).toEqual(body),
  );

  test.each<[object, string]>([
    [{ reason: '' }, 'reason'],
    [{ reason: nul }, 'reason'],
    [{ reason: loneSurrogate }, 'reason'],
    [{ reason: 'r'.repeat(501) }, 'reason'],
    [{ by: 'backend' }, 'by'],
  ])('an order cannot be cancelled with the body %j', (body, path) =>
    expect(wrongAt(cancelOrderBody, body)).toEqual([path]),
  );
});

describe('the order id in a path', () => {
  test('a new order id is accepted in a path', () => {
    expect(orderIdParameter.safeParse(newOrderId()).success).toBe(true);
  });

  test.each([
    '',
    'ord_',
    '01jdkz3y8re0fv2x9k7q5m4n6p',
    'cus_01jdkz3y8re0fv2x9k7q5m4n6p',
    'ord_01JDKZ3Y8RE0FV2X9K7Q5M4N6P',
    'ord_81jdkz3y8re0fv2x9k7q5m4n6p',
    'ord_01jdkz3y8re0fv2x9k7q5m4n6',
    'ord_01jdkz3y8re0fv2x9k7q5m4n6pp',
    'ord_01jdkz3y8re0fv2x9k7q5m4n6u',
    'ord_01jdkz3y8re0fv2x9k7q5m4n6p\n',
    'bull:ord_01jdkz3y8re0fv2x9k7q5m4n6p',
  ])('%j is not accepted as an order id', (id) => expect(orderIdParameter.safeParse(id).success).toBe(false));
});
