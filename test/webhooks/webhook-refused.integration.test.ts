import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { signToken } from '../support/tokens.ts';

let context: TestContext;
let api: RunningProcess;
let client: Client;

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context, { WEBHOOK_ALLOW_PRIVATE_NETWORK: 'false' });
  client = createClient(api.url);
});

afterAll(async () => {
  await api.end();
  await context.close();
});

const path = '/v1/webhook-endpoints';
const stored = async () => (await context.postgres.query('select * from webhook_endpoints')).rows;

/** An IP address: there is nothing to resolve, and nothing is sent. */
const goodUrl = 'https://93.184.215.14/hook';

describe('registering an endpoint', () => {
  test.each([
    'ftp://example.com/hook',
    'file:///etc/passwd',
    'example.com/hook',
    'http://user:secret@93.184.215.14/',
    'http://169.254.169.254/latest/meta-data',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://127.1/',
    'http://0.0.0.0/',
    'http://10.1.2.3/',
    'http://192.168.0.1/',
    'http://100.64.0.1/',
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[::127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[fe80::1]/',
    'http://[fd00::1]/',
    'http://100.100.100.200/latest/meta-data',
    'http://168.63.129.16/machine',
    'http://[fd00:ec2::254]/',
    'http://93.184.215.14:6379/',
    'https://93.184.215.14:22/',
    'http://localhost:8080/',
    'http://localhost./',
    'https://no-such-host.invalid/',
  ])('an endpoint with the address %s is refused', async (url) => {
    const { status, body } = await client.post(path, { url });
    expect([status, body.code, body.errors[0].path]).toEqual([422, 'validation_failed', 'url']);
    expect(await stored()).toEqual([]);
  });

  test('the scheme of the address is reported together with the other faults', async () => {
    const { body } = await client.post(path, { url: 'ftp://example.com/', events: [] });
    expect(body.detail).toBe(
      'Invalid body: url must be an https:// URL, or http:// where plain HTTP is allowed; ' +
        'events must have at least 1 entry.',
    );
  });

  test.each([
    ['an unknown event', { url: goodUrl, events: ['order.unheard'] }],
    ['an empty list of events', { url: goodUrl, events: [] }],
    ['an unknown member', { url: goodUrl, secret: 'whsec_mine' }],
    ['no address', {}],
  ])('an endpoint with %s is refused', async (_, draft) => {
    expect(await client.post(path, draft)).toMatchObject({
      status: 422,
      body: { code: 'validation_failed' },
    });
    expect(await stored()).toEqual([]);
  });

  test('only a backend can register and list endpoints', async () => {
    const customer = createClient(api.url, await signToken({ sub: 'alice', scope: 'orders payments' }));
    expect(await customer.post(path, { url: goodUrl })).toMatchObject({ status: 403 });
    expect(await customer.get(path)).toMatchObject({ status: 403 });
    expect(await createClient(api.url, null).get(path)).toMatchObject({ status: 401 });
  });
});

describe('registered endpoints', () => {
  test('an unknown endpoint is answered with 404, and a malformed id with 400', async () => {
    const unknown = `${path}/whe_01jdkz3y8re0fv2x9k7q5m4n6p`;
    const notFound = { status: 404, body: { code: 'not_found' } };
    expect(await client.get(unknown)).toMatchObject(notFound);
    expect(await client.get(`${unknown}/deliveries`)).toMatchObject(notFound);
    expect(await client.post(`${unknown}/test`)).toMatchObject(notFound);
    expect(await client.send(unknown, { method: 'DELETE' })).toMatchObject(notFound);
    expect(await client.get(`${path}/42`)).toMatchObject({
      status: 400,
      body: { code: 'invalid_parameter' },
    });
  });

  test('an endpoint’s secret is returned once, and never stored or logged in the clear', async () => {
    const draft = { url: goodUrl, events: ['order.paid'], description: 'The warehouse' };
    const { body: made, status } = await client.post(path, draft);
    const { secret, ...endpoint } = made;
    expect([status, endpoint]).toEqual([
      201,
      {
        ...draft,
        id: made.id,
        enabled: true,
        disabledAt: null,
        disabledReason: null,
        createdAt: made.createdAt,
      },
    ]);
    expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);

    expect((await client.get(`${path}/${made.id}`)).body).toEqual(endpoint);
    expect((await client.get(path)).body).toEqual({ data: [endpoint], nextCursor: null });
    const rows = await stored();
    const dump = JSON.stringify(rows) + rows.map((row) => row.sealed_secret.toString('latin1')).join('');
    expect(dump).not.toContain('whsec_');
    expect(dump).not.toContain(secret.slice(6));
    expect(JSON.stringify(api.log)).not.toContain(secret.slice(6));

    expect((await client.send(`${path}/${made.id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await client.get(`${path}/${made.id}`)).status).toBe(404);
  });

  test('a hundred endpoints can be registered, and no more', async () => {
    const answers = await Promise.all(
      Array.from({ length: 105 }, (_, n) => client.post(path, { url: `${goodUrl}/${n}` })),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(100);
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(5);
    expect((await client.get(path)).body.data).toHaveLength(100);
  });
});
