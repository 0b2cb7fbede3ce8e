import type { z } from 'zod';
import type { Content } from '../http/content.ts';
import { problemKind, problems, type ProblemCode } from '../http/problems.ts';
import type { ResponseHeader } from '../http/response-headers.ts';
import { problemResponse } from '../http/responses.ts';
import type { Route } from '../http/route.ts';
import { parametersOf } from './parameters.ts';
import { schemaRef } from './schemas.ts';
import { securityFor } from './security.ts';

/** A route as OpenAPI's Operation Object. */
export function describe(route: Route) {
  const { operationId, tag, summary, description, need, body } = route;
  return {
    operationId,
    tags: [tag],
    summary,
    description,
    security: need ? securityFor[need] : [],
    parameters: parametersOf(route),
    ...(body && { requestBody: requestBodyOf(body) }),
    responses: { ...successesOf(route), ...refusalsOf(route) },
  };
}

/** A body that is valid without any field may be left out. */
const requestBodyOf = (body: Content & { schema: z.ZodType }) => ({
  required: !body.schema.safeParse({}).success,
  content: { 'application/json': contentOf(body) },
});

const contentOf = ({ schema, examples }: Content) => ({
  ...(schema && { schema: schemaRef(schema) }),
  ...(examples && { examples }),
});

/** In every answer; the latter two where requests are counted. */
const headersFor = ({ need }: Route): ResponseHeader[] =>
  need ? ['X-Request-Id', 'RateLimit', 'RateLimit-Policy'] : ['X-Request-Id'];

const headerRefs = (names: readonly ResponseHeader[]) =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

function successesOf(route: Route) {
  const successes = Object.entries(route.successes);
  return Object.fromEntries(
    successes.map(([status, { description, headers = [], content }]) => [
      status,
      {
        description,
        headers: headerRefs([...headers, ...headersFor(route)]),
        content: Object.fromEntries(Object.entries(content).map(([type, each]) => [type, contentOf(each)])),
      },
    ]),
  );
}

/** Every problem that a route can answer with: its own, and those that any route of its kind can answer with. */
function problemsOf({ need, params, query, headers, body, problems }: Route): ProblemCode[] {
  const all: ProblemCode[] = ['misdirected_request', ...problems];
  if (need) all.push('unauthenticated', 'forbidden', 'rate_limited', 'internal_error');
  if (need) all.push('overloaded', 'unavailable');
  if (params || query) all.push('invalid_parameter');
  if (body) {
    all.push('malformed_json', 'invalid_parameter', 'payload_too_large');
    all.push('unsupported_media_type', 'validation_failed');
  }
  if (headers) all.push('invalid_parameter');
  return [...new Set(all)];
}

const refusalHeaders: Partial<Record<number, ResponseHeader>> = {
  401: 'WWW-Authenticate',
  429: 'Retry-After',
  503: 'Retry-After',
};

/** The path with an order's or a refund's id in it. */
const examplePathOf = ({ path, params }: Route) =>
  path.replace('{id}', String((params?.shape['id'] as z.ZodType | undefined)?.meta()?.['example']));

/** Problems by status; each status lists the codes that it can have on this route. */
function refusalsOf(route: Route) {
  const instance = examplePathOf(route);
  const byStatus = Object.groupBy(problemsOf(route), (code) => problems[code].status);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes]) => {
      const header = refusalHeaders[Number(status)];
      return [
        status,
        {
          description: codes.map((code) => `\`${code}\`: ${problems[code].title}.`).join('\n\n'),
          headers: headerRefs([...(header ? [header] : []), ...headersFor(route)]),
          content: { 'application/problem+json': problemContent(Number(status), codes, instance) },
        },
      ];
    }),
  );
}

const problemContent = (status: number, codes: ProblemCode[], instance: string) => ({
  schema: {
    allOf: [
      schemaRef(problemResponse),
      { properties: { status: { const: status }, code: { enum: codes } }, required: ['status', 'code'] },
    ],
  },
  examples: Object.fromEntries(
    codes.map((code) => [code, { summary: problems[code].title, value: problemExample(code, instance) }]),
  ),
});

function problemExample(code: ProblemCode, instance: string) {
  const { type, title, status } = problemKind(code);
  const { example: detail, ...rest } = problems[code];
  return { type, title, status, detail, instance, code, ...('errors' in rest && { errors: rest.errors }) };
}
