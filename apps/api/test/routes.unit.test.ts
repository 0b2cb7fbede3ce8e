import { expect, test } from 'vitest';
import { consoleRoutes } from '../src/console/routes.ts';
import { createDocument } from '../src/openapi.ts';
import { apiRoutes, apiRoutesFor, docsRoutes, serviceRoutes, testingRoutes } from '../src/routes.ts';

const routes = [...apiRoutes, ...testingRoutes, ...serviceRoutes, ...docsRoutes];

test.each([...routes, ...consoleRoutes])(
  '$method $path declares the parameters that are in its path',
  ({ path, params }) => {
    const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(Object.keys(params?.shape ?? {})).toEqual(named);
  },
);

test.each(routes)('$method $path is open only outside /v1', ({ path, need }) => {
  expect(need === null).toBe(!path.startsWith('/v1/'));
});

test('no route takes the place of another in the document', () => {
  const described = Object.values(createDocument().paths).flatMap((methods) => Object.keys(methods));
  expect(described).toHaveLength(routes.length);
});

test.each([
  ['development', '127.0.0.1', true],
  ['test', '::1', true],
  ['development', 'localhost', true],
  ['development', '0.0.0.0', false],
  ['test', '192.0.2.1', false],
  ['development', 'shop.example', false],
  ['production', '127.0.0.1', false],
  ['production', '0.0.0.0', false],
] as const)('with NODE_ENV %s and HOST %s there are routes for testing: %s', (NODE_ENV, HOST, areThere) => {
  const paths = apiRoutesFor({ NODE_ENV, HOST }).map(({ path }) => path);
  expect(paths).toEqual(expect.arrayContaining(['/v1/orders']));
  expect(paths.some((path) => path.startsWith('/v1/test/'))).toBe(areThere);
});
