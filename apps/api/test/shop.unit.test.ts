import { expect, test, vi } from 'vitest';
import { Html } from '../src/http/html.ts';
import { createArrivals } from '../src/shop/arrivals.ts';
import { createShop } from '../src/shop/shop.ts';
import { createShopEndpoint } from '../src/shop/webhook-endpoint.ts';

const here = {
  NODE_ENV: 'development',
  HOST: '127.0.0.1',
  API_PROCESSES: 1,
  AUTH_JWT_SECRET: 'a secret',
  TRUST_PROXY: false,
} as const;

test.each([
  ['on loopback, in development', here, true],
  ['on loopback, in tests', { ...here, NODE_ENV: 'test', HOST: 'localhost' }, true],
  ['in production', { ...here, NODE_ENV: 'production' }, false],
  ['on another address', { ...here, HOST: '192.0.2.1' }, false],
  ['on all addresses', { ...here, HOST: '0.0.0.0' }, false],
  ['with several processes', { ...here, API_PROCESSES: 2 }, false],
  ['behind a proxy', { ...here, TRUST_PROXY: 1 }, false],
  ['with tokens from an identity provider alone', { ...here, AUTH_JWT_SECRET: undefined }, false],
] as const)('%s, that there is a shop is %o', (_where, config, isThere) => {
  const shop = createShop({
    config,
    built: { tags: () => new Html('') },
    endpoints: {} as never,
    targetPolicy: {} as never,
    streams: {} as never,
    limitStrangers: (_request, _response, next) => next(),
  });
  expect(shop !== null).toBe(isThere);
});

test('the shop says why there are no webhooks, if its server may not send any to itself', async () => {
  const ensure = createShopEndpoint({
    endpoints: {} as never,
    targetPolicy: { allowsPrivateNetwork: false, allowsHttp: true, allowedPorts: [] },
  });
  expect(await ensure('http://127.0.0.1:3000/shop/webhooks')).toEqual({
    missing: expect.stringContaining('must resolve to a public address'),
  });
});

const arrival = (body: string) => ({ headers: {}, body });

test('webhooks reach the pages of their customer, and no other', () => {
  const arrivals = createArrivals();
  const [alice, bob] = [vi.fn(), vi.fn()];
  const stop = arrivals.follow('alice', null, alice);
  arrivals.follow('bob', null, bob);
  arrivals.add('alice', arrival('1'));
  stop();
  arrivals.add('alice', arrival('2'));
  expect(alice.mock.calls).toEqual([[expect.any(Number), arrival('1')]]);
  expect(bob).not.toHaveBeenCalled();
});

test('a page gets what has arrived since the last webhook that it knows', () => {
  const arrivals = createArrivals();
  const ids: number[] = [];
  arrivals.follow('alice', null, (id) => ids.push(id));
  for (const body of ['1', '2', '3']) arrivals.add('alice', arrival(body));
  const again = vi.fn();
  arrivals.follow('alice', ids[0]!, again);
  expect(again.mock.calls).toEqual([
    [ids[1], arrival('2')],
    [ids[2], arrival('3')],
  ]);
});

test('no more than a hundred webhooks are kept, and no large one', () => {
  const arrivals = createArrivals();
  for (let count = 0; count < 150; count += 1) arrivals.add('alice', arrival(String(count)));
  arrivals.add('alice', arrival('x'.repeat(20_000)));
  const bodies: string[] = [];
  arrivals.follow('alice', 0, (_id, { body }) => bodies.push(body));
  expect(bodies).toEqual(Array.from({ length: 100 }, (_, index) => String(index + 50)));
});
