import type { Operation } from '../src/operation.ts';
import { resolve, type ApiDocument, type ApiOperation, type Parameter } from './document.ts';

/** An operation as the client calls it. */
export interface Described {
  id: string;
  summary: string;
  description: string;
  /** The parameters of its path, in their order. */
  params: readonly string[];
  /** Whether what follows them may be left out. */
  isOptional: boolean;
  operation: Operation;
}

export function describeOperations(document: ApiDocument): Described[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => describe(document, path, method, operation)),
  );
}

function describe(document: ApiDocument, path: string, method: string, operation: ApiOperation): Described {
  const { operationId: id, summary, description, requestBody, responses } = operation;
  const parameters = (operation.parameters ?? []).map((one) => resolve(document.components.parameters, one));
  const query = parameters.filter((one) => one.in === 'query' && !isViewToken(one));
  const takes = requestBody ? 'body' : query.length > 0 ? 'query' : null;
  if (requestBody && query.length > 0) throw new Error(`${id} takes a body and a query: teach the client to`);
  const answers = Object.entries(responses)
    .filter(([status, { content }]) => Number(status) >= 300 && content && 'application/json' in content)
    .map(([status]) => Number(status));
  const hasPages = Object.values(responses).some((response) => isPage(document, response));
  const streams = Object.values(responses).some(({ content }) => content && 'text/event-stream' in content);
  return {
    id,
    summary,
    description,
    params: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
    isOptional: requestBody
      ? requestBody.required !== true
      : query.every(({ required }) => required !== true),
    operation: {
      method: method.toUpperCase() as Operation['method'],
      path,
      ...(takes && { takes }),
      ...(parameters.some(({ name }) => name === 'Idempotency-Key') && { hasKey: true }),
      ...(answers.length > 0 && { answers }),
      ...(hasPages && { pagesBy: query.some(({ name }) => name === 'after') ? 'after' : 'cursor' }),
      ...(streams && { streams }),
    },
  };
}

/** The client adds it to any request by itself. */
const isViewToken = ({ name }: Parameter) => name === 'token';

function isPage({ components }: ApiDocument, { content }: ApiOperation['responses'][string]): boolean {
  const schema = content?.['application/json']?.schema;
  const { properties } = schema ? resolve(components.schemas, schema) : {};
  return properties !== undefined && 'data' in properties && 'nextCursor' in properties;
}
