import { z } from 'zod';
import type { Route } from '../http/route.ts';
import { orderIdParameter } from '../orders/requests.ts';
import { bare, type JsonSchema } from './schemas.ts';

const viewToken = z.string().describe("The order's `viewToken`, instead of a bearer token.");

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  description?: string | undefined;
  schema: JsonSchema;
  example?: string;
}

/** Parameters of several routes, which the document describes once. */
export const sharedParameters: Record<string, Parameter> = {
  OrderId: describeParameter('path', 'id', orderIdParameter),
  ViewToken: describeParameter('query', 'token', viewToken.optional()),
};

const shared = new Map<unknown, string>([[orderIdParameter, 'OrderId']]);

interface Reference {
  $ref: string;
}

/** The parameters of a route as OpenAPI's Parameter Objects, in the order in which one reads about them. */
export function parametersOf({ params, headers, query, need }: Route): (Parameter | Reference)[] {
  const all = [...parametersIn('path', params), ...parametersIn('header', headers)];
  if (need === 'view') all.push(refTo('ViewToken'));
  return [...all, ...parametersIn('query', query)];
}

function parametersIn(where: string, schema: z.ZodObject | undefined): (Parameter | Reference)[] {
  return Object.entries(schema?.shape ?? {}).map(([name, member]) => {
    const component = shared.get(member);
    return component === undefined ? describeParameter(where, name, member as z.ZodType) : refTo(component);
  });
}

function describeParameter(where: string, name: string, member: z.ZodType): Parameter {
  const { description, example, ...schema } = bare(z.toJSONSchema(member, { io: 'input' })) as JsonSchema & {
    example?: string;
  };
  return {
    name,
    in: where,
    ...(where === 'path' && { required: true }),
    description,
    schema,
    ...(example !== undefined && { example }),
  };
}

const refTo = (component: string): Reference => ({ $ref: `#/components/parameters/${component}` });
