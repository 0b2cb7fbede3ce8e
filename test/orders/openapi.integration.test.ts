import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { buildApp, mountedRoutes } from '../support/mounted-routes.ts';
import { document, mismatch, pointer } from '../support/openapi.ts';
import { createClient, type Client } from '../support/client.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';

let context: TestContext;
let api: RunningProcess;
let anonymous: Client;

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context);
  anonymous = createClient(api.url, null);
});

afterAll(async () => {
  await api.end();
  await context.close();
});

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);

describe('openapi.json', () => {
  test('openapi.json is a valid OpenAPI 3.1 document', async () => {
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
    expect(document.openapi).toMatch(/^3\.1\./);
  });

  test('openapi.json is served without a token and may be cached for five minutes', async () => {
    const answer = await anonymous.get('/openapi.json');
    expect(answer.body).toEqual(JSON.parse(JSON.stringify(document)));
    expect(answer.headers.get('cache-control')).toBe('public, max-age=300');
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
  });

  test('every operation has a unique name, a summary and a description', () => {
    const names = operations.map(({ operation }) => operation.operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { operation } of operations) {
      expect(operation.summary).not.toBe('');
      expect(operation.description).not.toBe('');
    }
  });

  test.each(operations)(
    '$method $path requires a token exactly if it is documented to',
    async ({ path, method, operation }) => {
      const url = path.replace('{id}', 'ord_01jdkz3y8re0fv2x9k7q5m4n6p').replace('{code}', 'forbidden');
      const { status } = await anonymous.send(url, { method: method.toUpperCase() });
      expect(status).toBe(operation.security.length > 0 ? 401 : 200);
    },
  );
});

test('the mounted routes are the documented ones', () => {
  const mounted = mountedRoutes(buildApp(context.redis)).filter(
    (route) => !/^\w+ (\/(admin|docs\/|favicon|assets\/|order-countdown)|$)/.test(route),
  );
  expect(mounted.toSorted()).toEqual(operations.map(({ method, path }) => `${method} ${path}`).toSorted());
});

interface Content {
  schema?: unknown;
  examples?: Record<string, { value: unknown }>;
}

/** Every body in the document, and where it is. */
const bodies = operations.flatMap(({ path, method, operation }) => {
  const at = ['paths', path, method];
  const { requestBody, responses } = operation;
  const answers = Object.entries(responses).map(([status, { content }]) => ({
    place: [...at, 'responses', status, 'content'],
    content,
  }));
  const all = requestBody
    ? [...answers, { place: [...at, 'requestBody', 'content'], ...requestBody }]
    : answers;
  return all.flatMap(({ place, content }) =>
    Object.entries(content as Record<string, Content>).map(([type, body]) => ({
      place: [...place, type],
      ...body,
    })),
  );
});

describe('an example', () => {
  const examples = bodies.flatMap(({ place, examples = {} }) =>
    Object.entries(examples).map(([name, { value }]) => ({
      name,
      value,
      place: place.slice(1).join(' '),
      at: place,
    })),
  );

  test.each(examples)('the example $name of $place matches its schema', ({ at, value }) => {
    expect(mismatch(pointer(...at, 'schema'), value)).toBeNull();
  });

  test('every body with a schema has an example', () => {
    const withoutExample = bodies.filter(
      ({ schema, examples = {} }) => schema && Object.keys(examples).length === 0,
    );
    expect(withoutExample).toEqual([]);
    expect(examples.length).toBeGreaterThan(60);
  });
});

test('browsers find an icon', async () => {
  const icon = await fetch(`${api.url}/favicon.ico`);
  expect([icon.status, icon.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
});

describe('the page at /docs', () => {
  const attributes = /<(?:script|link|img)\b[^>]*?\b(?:src|href)="(?!data:)([^"]*)"/g;

  test.each(['/docs', '/docs/'])(
    'the page at %s loads only our own files and has no inline script',
    async (path) => {
      const { status, headers, body } = await anonymous.get(path);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toMatch(/^text\/html/);
      expect(body).not.toMatch(/<script(?![^>]*\bsrc=)|<style|\bon\w+=|javascript:/i);
      const references = [...String(body).matchAll(attributes)].map(([, reference = '']) => reference);
      expect(
        references.filter((reference) => /^\/assets\/.*\.(js|css)$/.test(reference)).length,
      ).toBeGreaterThan(1);
      for (const reference of references) {
        expect(reference).toMatch(/^\/[^/]/);
        expect((await fetch(api.url + reference)).status, reference).toBe(200);
      }
    },
  );

  test('the page at /docs may run only our own scripts and connect only to us', async () => {
    const policy = (await anonymous.get('/docs')).headers.get('content-security-policy') ?? '';
    const directives = Object.fromEntries(
      policy.split(';').map((directive) => {
        const [name = '', ...sources] = directive.trim().split(' ');
        return [name, sources.join(' ')];
      }),
    );
    expect(directives).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'connect-src': "'self'",
      'frame-ancestors': "'none'",
    });
    expect(policy).not.toMatch(/unsafe-eval|https?:|\*/);
  });
});

describe('the type of a problem', () => {
  test('the type of a problem is the address of its description as JSON', async () => {
    const { body: problem } = await anonymous.get('/v1/nothing');
    const { status, headers, body } = await anonymous.get(problem.type);
    expect(status).toBe(200);
    expect(headers.get('vary')).toMatch(/\bAccept\b/);
    expect(body).toMatchObject({ code: 'not_found', status: 404, title: problem.title, type: problem.type });
    expect(body.description).not.toBe('');
  });

  test('the type of a problem is the address of a page for a browser', async () => {
    const headers = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
    const answer = await anonymous.send('/problems/order_expired', { headers });
    expect(answer.headers.get('content-type')).toMatch(/^text\/html/);
    expect(answer.body).toContain('409 order_expired');
    expect(answer.body).toContain('<a href="/docs#problem-order_expired">API reference</a>');
  });
});
