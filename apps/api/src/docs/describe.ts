import { problems, type ProblemCode } from '../http/problem.ts';
import { exampleId } from './examples.ts';
import { headerRefs, type HeaderName } from './headers.ts';
import { problemsOf, type Content, type Operation, type Parameter, type RequestBody } from './operation.ts';
import { problemExample } from './problem-kinds.ts';
import { mayBeLeftOut, membersOf, orderIdSchema, schemaRef } from './schemas.ts';
import { securityFor } from './security.ts';

/** A row of the table as OpenAPI's Operation Object. */
export function describe(operation: Operation) {
  const { id, tag, summary, description, need, body } = operation;
  return {
    operationId: id,
    tags: [tag],
    summary,
    description,
    security: need ? securityFor[need] : [],
    parameters: parametersOf(operation),
    ...(body && { requestBody: requestBodyOf(body) }),
    responses: { ...successesOf(operation), ...refusalsOf(operation) },
  };
}

const requestBodyOf = (body: RequestBody) => ({
  required: !mayBeLeftOut(body.schema),
  content: { 'application/json': contentOf(body) },
});

function parametersOf({ path, need, query, parameters = [] }: Operation): object[] {
  const all: object[] = [...parameters];
  if (path.includes('{id}')) all.unshift({ $ref: '#/components/parameters/OrderId' });
  if (need === 'view') all.push({ $ref: '#/components/parameters/ViewToken' });
  for (const [name, { description, ...schema }] of Object.entries(query ? membersOf(query) : {})) {
    all.push({ name, in: 'query', description, schema });
  }
  return all;
}

/** Parameters of more than one route, by the names in {@link parametersOf}. */
export const sharedParameters: Record<string, Parameter> = {
  OrderId: {
    name: 'id',
    in: 'path',
    required: true,
    description: 'The id of the order.',
    schema: orderIdSchema,
    example: exampleId,
  },
  ViewToken: {
    name: 'token',
    in: 'query',
    description: 'The `viewToken` of the order, in place of a bearer token.',
    schema: { type: 'string' },
  },
};

const contentOf = ({ schema, examples }: Content) => ({
  ...(schema && { schema: schemaRef(schema) }),
  ...(examples && { examples }),
});

/** On whatever is answered to somebody whose requests are counted. */
const headersFor = ({ need }: Operation): HeaderName[] =>
  need ? ['X-Request-Id', 'RateLimit', 'RateLimit-Policy'] : ['X-Request-Id'];

function successesOf(operation: Operation) {
  const successes = Object.entries(operation.successes);
  return Object.fromEntries(
    successes.map(([status, { description, headers = [], content }]) => [
      status,
      {
        description,
        headers: headerRefs([...headers, ...headersFor(operation)]),
        content: Object.fromEntries(Object.entries(content).map(([type, each]) => [type, contentOf(each)])),
      },
    ]),
  );
}

const refusalHeaders: Partial<Record<number, HeaderName>> = {
  401: 'WWW-Authenticate',
  429: 'Retry-After',
  503: 'Retry-After',
};

/** Problems by status: each status tells the codes that it can have here. */
function refusalsOf(operation: Operation) {
  const instance = operation.path.replace('{id}', exampleId);
  const byStatus = Object.groupBy(problemsOf(operation), (code) => problems[code][0]);
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, codes]) => {
      const header = refusalHeaders[Number(status)];
      return [
        status,
        {
          description: codes.map((code) => `\`${code}\`: ${problems[code][1]}.`).join('\n\n'),
          headers: headerRefs([...(header ? [header] : []), ...headersFor(operation)]),
          content: { 'application/problem+json': problemContent(Number(status), codes, instance) },
        },
      ];
    }),
  );
}

const problemContent = (status: number, codes: ProblemCode[], instance: string) => ({
  schema: {
    allOf: [
      schemaRef('Problem'),
      { properties: { status: { const: status }, code: { enum: codes } }, required: ['status', 'code'] },
    ],
  },
  examples: Object.fromEntries(
    codes.map((code) => [code, { summary: problems[code][1], value: problemExample(code, instance) }]),
  ),
});
