import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createClient, type Client } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';

let context: TestContext;
let api: RunningProcess;
let limited: RunningProcess;

beforeAll(async () => {
  context = await createTestContext();
  [api, limited] = await Promise.all([
    startApi(context),
    startApi(context, { RATE_LIMIT_PER_MINUTE: '20', TRUST_PROXY: '1' }),
  ]);
});

afterAll(async () => {
  await Promise.all([api.end(), limited.end()]);
  await context.close();
});

describe('without a token', () => {
  let addresses = 0;
  const askOften = async (path: string, init: RequestInit = {}) => {
    const client: Client = createClient(limited.url, null, false); // some of it is no part of the API
    addresses += 1;
    const headers = { ...(init.headers as object), 'X-Forwarded-For': `203.0.113.${addresses}` };
    const answers = [];
    for (let count = 0; count < 25; count += 1) {
      answers.push(await client.send(path, { redirect: 'manual', ...init, headers }));
    }
    return answers;
  };

  test.each([
    '/',
    '/favicon.ico',
    '/order-countdown.js',
    '/docs',
    '/openapi.json',
    '/problems/forbidden',
    '/nothing',
    '/admin',
    '/admin/sign-in',
    '/admin/sign-out',
    '/admin/queues/static/js/main.js',
  ])('requests for %s are counted by address', async (path) => {
    const answers = await askOften(path);
    expect(answers.slice(0, 20).filter(({ status }) => status === 429)).toEqual([]);
    for (const { status, body, headers } of answers.slice(20)) {
      expect(status).toBe(429);
      expect(body).toMatchObject({ code: 'rate_limited', status: 429, instance: path });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
    }
  });

  test.each(['/health/live', '/health/ready', '/metrics'])(
    'requests for %s are not counted',
    async (path) => {
      const answers = await askOften(path);
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 25 }, () => 200));
    },
  );
});

test.each(['/', '/v1/', '/problems/', '/admin/'])(
  'a long path under %s is not sent back whole',
  async (start) => {
    const path = start + 'x'.repeat(10_000);
    const { status, headers, body } = await fetchRaw(path, { Accept: 'text/html' });
    expect(status).toBeGreaterThanOrEqual(300);
    expect(JSON.stringify(headers).length + body.length).toBeLessThan(5_000);
  },
);

/** The bytes as they were sent. */
async function fetchRaw(path: string, headers: Record<string, string>, method = 'GET') {
  const sent = request(api.url + path, { headers, method }).end();
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const chunks = (await answer.toArray()) as Buffer[];
  return { status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) };
}

const documents: [path: string, type: string][] = [
  ['/openapi.json', 'application/json; charset=utf-8'],
  ['/docs', 'text/html; charset=utf-8'],
  ['/problems/forbidden', 'application/json; charset=utf-8'],
];

describe.each(documents)('%s', (path, type) => {
  test('is compressed, with an ETag for each encoding', async () => {
    const plain = await fetchRaw(path, {});
    const gzip = await fetchRaw(path, { 'Accept-Encoding': 'gzip' });
    const brotli = await fetchRaw(path, { 'Accept-Encoding': 'gzip, deflate, br, zstd' });
    expect(gunzipSync(gzip.body)).toEqual(plain.body);
    expect(brotliDecompressSync(brotli.body)).toEqual(plain.body);
    expect([plain, gzip, brotli].map(({ headers }) => headers['content-encoding'])).toEqual([
      undefined,
      'gzip',
      'br',
    ]);
    const etags = [plain, gzip, brotli].map(({ headers }) => headers.etag);
    expect(new Set(etags).size).toBe(3);
    for (const { headers, body } of [plain, gzip, brotli]) {
      expect(headers['content-type']).toBe(type);
      expect(headers['content-length']).toBe(String(body.length));
      expect(headers.etag).toMatch(/^"[\w-]+"$/);
      expect(headers.vary).toMatch(/(^|, )Accept-Encoding(,|$)/);
      expect(headers['cache-control']).toMatch(/^public, max-age=\d+$/);
    }
  });

  test('is not sent again to a client that has it', async () => {
    const encoding = { 'Accept-Encoding': 'br' };
    const { headers } = await fetchRaw(path, encoding);
    const again = await fetchRaw(path, { ...encoding, 'If-None-Match': `"other", W/${headers.etag}` });
    expect(again).toMatchObject({ status: 304, headers: { etag: headers.etag } });
    expect(again.body.length).toBe(0);
    expect((await fetchRaw(path, { 'If-None-Match': headers.etag ?? '' })).status).toBe(200);
  });

  test('has the same headers for HEAD', async () => {
    const encoding = { 'Accept-Encoding': 'gzip' };
    const [get, head] = [await fetchRaw(path, encoding), await fetchRaw(path, encoding, 'HEAD')];
    expect(head.body.length).toBe(0);
    const same = ['content-length', 'content-type', 'content-encoding', 'etag', 'vary'];
    for (const name of same) expect([name, head.headers[name]]).toEqual([name, get.headers[name]]);
  });
});

test.each([
  ['br;q=0, gzip', 'gzip'],
  ['gzip;q=0.9, br;q=0.1', 'gzip'],
  ['gzip;q=0.5, br;q=0.8', 'br'],
  ['*', 'br'],
  ['identity', undefined],
  ['identity;q=1, br;q=0.5', undefined],
  ['br;q=0, gzip;q=0', undefined],
  ['deflate', undefined],
  ['', undefined],
])('Accept-Encoding: %s is answered with %s', async (accepted, encoding) => {
  const { status, headers } = await fetchRaw('/openapi.json', { 'Accept-Encoding': accepted });
  expect([status, headers['content-encoding']]).toEqual([200, encoding]);
});

test.each(['/nothing', '/problems/nothing', '/%zz'])(
  'a browser that opens %s gets a page about the problem, and a program gets JSON',
  async (path) => {
    const page = await fetchRaw(path, { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' });
    const json = await fetchRaw(path, { Accept: '*/*' });
    const { status, code, detail } = JSON.parse(String(json.body));
    expect(page.status).toBe(status);
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(String(page.body)).toContain(`${status} ${code}`);
    expect(String(page.body)).toContain(detail.split('.')[0]);
    expect([page.headers.vary, json.headers.vary]).toEqual([page.headers.vary, page.headers.vary]);
    expect(page.headers.vary).toMatch(/\bAccept\b/);
  },
);

test('a browser that signs in too often gets a page', async () => {
  const client = createClient(limited.url, null, false);
  const headers = { Accept: 'text/html', 'X-Forwarded-For': '203.0.113.200' };
  const open = () => client.send('/admin/sign-in', { headers });
  for (let count = 0; count < 20; count += 1) expect((await open()).status).toBe(200);
  const refused = await open();
  expect([refused.status, refused.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
  expect(refused.body).toContain('Try again in');
});

test('the API answers with JSON whatever a browser would like', async () => {
  const { headers } = await fetchRaw('/v1/orders', { Accept: 'text/html' });
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8');
});
