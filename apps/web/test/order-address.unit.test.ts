import { expect, test } from 'vitest';
import { parseOrderAddress } from '../src/element/order-address.ts';

const id = 'ord_01jdkz3y8re0fv2x9k7q5m4n6p';
const page = 'https://shop.example/checkout/';

test.each([
  [`https://orders.example/v1/orders/${id}`, 'https://orders.example'],
  [`https://orders.example/api/v1/orders/${id}/`, 'https://orders.example/api'],
  [`/v1/orders/${id}`, 'https://shop.example'],
])('%s is an order', (src, baseUrl) => {
  expect(parseOrderAddress(src, page)).toEqual({ baseUrl, id });
});

test.each([
  '',
  '/v1/orders/',
  `/v1/orders/${id}/pay`,
  `ftp://orders.example/v1/orders/${id}`,
  'http://[',
  '/v1/orders/../x',
])('"%s" is none', (src) => {
  expect(parseOrderAddress(src, page)).toBeNull();
});
