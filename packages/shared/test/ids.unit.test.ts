import { describe, expect, test } from 'vitest';
import {
  isOrderId,
  newOrderId,
  orderIdFromUuid,
  orderIdPattern,
  orderIdToUuid,
} from '../src/order/order-id.ts';
import { attemptIdFromUuid, attemptIdPattern, attemptIdToUuid } from '../src/order/attempt-id.ts';
import { refundIdFromUuid, refundIdPattern, refundIdToUuid } from '../src/order/refund.ts';
import {
  deliveryIdFromUuid,
  deliveryIdPattern,
  deliveryIdToUuid,
  endpointIdFromUuid,
  endpointIdPattern,
  endpointIdToUuid,
  isDeliveryId,
  newEndpointId,
} from '../src/webhooks/ids.ts';

const uuid = '01963d5e-7c00-7abc-8def-0123456789ab';
const suffix = orderIdFromUuid(uuid).slice('ord_'.length);

describe.each([
  ['order', 'ord', orderIdPattern, orderIdFromUuid, orderIdToUuid],
  ['refund', 'rfd', refundIdPattern, refundIdFromUuid, refundIdToUuid],
  ['payment attempt', 'pat', attemptIdPattern, attemptIdFromUuid, attemptIdToUuid],
  ['endpoint', 'whe', endpointIdPattern, endpointIdFromUuid, endpointIdToUuid],
  ['delivery', 'whd', deliveryIdPattern, deliveryIdFromUuid, deliveryIdToUuid],
])('%s ids', (_name, prefix, pattern, fromUuid, toUuid) => {
  const id = `${prefix}_${suffix}`;

  test(`a UUID becomes an id with the prefix ${prefix}, and back`, () => {
    expect(fromUuid(uuid)).toBe(id);
    expect(toUuid(id)).toBe(uuid);
    expect(id).toMatch(pattern);
  });

  test('an id of bits that no version of UUIDs has becomes a UUID, and back', () => {
    const unknown = `${prefix}_0123456789abcdefghjkmnpqrs`;
    expect(unknown).toMatch(pattern);
    expect(fromUuid(toUuid(unknown))).toBe(unknown);
  });

  test('the highest id is accepted, and one past it is not', () => {
    expect(`${prefix}_7${'z'.repeat(25)}`).toMatch(pattern);
    expect(`${prefix}_8${'0'.repeat(25)}`).not.toMatch(pattern);
  });

  test.each([
    ['text before it', ` ${id}`],
    ['text after it', `${id}0`],
    ['a line break after it', `${id}\n`],
    ['one character too few', id.slice(0, -1)],
    ['another prefix', `abc_${suffix}`],
    ['no prefix', suffix],
    ['upper case', id.toUpperCase()],
    ['a letter that the alphabet leaves out', `${id.slice(0, -1)}u`],
    ['nothing', ''],
  ])('an id with %s is refused', (_, text) => {
    expect(text).not.toMatch(pattern);
  });

  test('the id of another kind of thing has no UUID', () => {
    expect(() => toUuid(`abc_${suffix}`)).toThrow(`not an id with the prefix ${prefix}`);
  });
});

test('isOrderId and isDeliveryId accept their own ids alone', () => {
  const [orderId, deliveryId] = [orderIdFromUuid(uuid), deliveryIdFromUuid(uuid)];
  expect([isOrderId(orderId), isOrderId(deliveryId)]).toEqual([true, false]);
  expect([isDeliveryId(deliveryId), isDeliveryId(orderId)]).toEqual([true, false]);
});

test.each([
  ['order', newOrderId, orderIdPattern, orderIdToUuid],
  ['endpoint', newEndpointId, endpointIdPattern, endpointIdToUuid],
])('a new %s id holds a UUIDv7 and is like no other', (_, create, pattern, toUuid) => {
  const ids = Array.from({ length: 100 }, create);
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) {
    expect(id).toMatch(pattern);
    expect(toUuid(id)[14]).toBe('7');
  }
});
