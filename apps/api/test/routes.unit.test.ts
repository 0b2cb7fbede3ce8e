import { expect, test } from 'vitest';
import { createDocument } from '../src/openapi.ts';
import { apiRoutes, docsRoutes, serviceRoutes } from '../src/routes.ts';

const routes = [...apiRoutes, ...serviceRoutes, ...docsRoutes];

test.each(routes)('$method $path declares the parameters that are in its path', ({ path, params }) => {
  const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  expect(Object.keys(params?.shape ?? {})).toEqual(named);
});

test.each(routes)('$method $path is open only outside /v1', ({ path, need }) => {
  expect(need === null).toBe(!path.startsWith('/v1/'));
});

test('no route takes the place of another in the document', () => {
  const described = Object.values(createDocument().paths).flatMap((methods) => Object.keys(methods));
  expect(described).toHaveLength(routes.length);
});
