import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { openStream } from '../support/stream.ts';
import { signToken } from '../support/tokens.ts';
import { signViewToken } from '../support/view-tokens.ts';

/* A stream is open no longer than its token is valid. */

let context: TestContext;
let api: RunningProcess;
let client: Client;
let order: { id: string };

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context);
  client = createClient(api.url);
  order = (await client.place({ customerId: 'alice' })).body;
});

afterAll(async () => {
  await api.end();
  await context.close();
});

/** Long enough to open a stream on a busy machine. */
const soon = () => Math.floor(Date.now() / 1_000) + 5;

const asBearer = async (claims: { sub: string; scope: string; exp: number }) => ({
  query: '',
  headers: { Authorization: `Bearer ${await signToken(claims)}` },
});

const readers = {
  'a view token': async (exp: number) => ({
    query: `?token=${await signViewToken(order.id, { exp })}`,
    headers: {},
  }),
  'a customer': (exp: number) => asBearer({ sub: 'alice', scope: 'orders', exp }),
  'a backend': (exp: number) => asBearer({ sub: 'shop', scope: 'orders:any', exp }),
};

describe.concurrent('when a token expires', () => {
  test.for(Object.entries(readers))('the stream of %s ends', async ([, tokenFor]) => {
    const exp = soon();
    const { query, headers } = await tokenFor(exp);
    const url = `${api.url}/v1/orders/${order.id}/stream${query}`;
    const stream = await openStream(url, headers);
    await stream.event('snapshot');
    await stream.ended(15_000);
    expect(Date.now()).toBeGreaterThanOrEqual(exp * 1_000);
    expect(stream.events).toHaveLength(1);
    expect(
      await createClient(api.url, null).send(`/v1/orders/${order.id}/stream${query}`, { headers }),
    ).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    });
  });

  test('the streams of other tokens stay open, be they valid for 37 days', async () => {
    const { body: another } = await client.place();
    const url = `${api.url}/v1/orders/${another.id}/stream`;
    const lasting = await Promise.all([openStream(`${url}?token=${another.viewToken}`, {}), openStream(url)]);
    const { query, headers } = await readers['a view token'](soon());
    const brief = await openStream(`${api.url}/v1/orders/${order.id}/stream${query}`, headers);
    await brief.ended(15_000);
    await client.post(`/v1/orders/${another.id}/extend`, { seconds: 60 });
    await Promise.all(lasting.map((stream) => stream.event('order.extended')));
    for (const stream of lasting) {
      expect(stream.isEnded()).toBe(false);
      stream.close();
    }
  });
});
