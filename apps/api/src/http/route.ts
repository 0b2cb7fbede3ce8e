import type { Request, RequestHandler, Response } from 'express';
import type { z } from 'zod';
import type { JsonBody, Success } from './content.ts';
import { parse } from './parse.ts';
import type { ProblemCode } from './problems.ts';
import { inItsTrace } from './trace-requests.ts';

/** What a caller must be allowed, `backend` for operators, too; the guard of the application knows who is. */
export type Need = 'view' | 'orders' | 'payments' | 'backend';

interface Description {
  operationId: string;
  method: 'get' | 'post' | 'patch' | 'delete';
  /** As OpenAPI writes it: `/v1/orders/{id}`. */
  path: string;
  /** `Console`: see `apps/api/src/console`, no part of the OpenAPI document. */
  tag: 'Orders' | 'Refunds' | 'Webhooks' | 'Testing' | 'Service' | 'Console';
  summary: string;
  /** Markdown. */
  description: string;
  /** Null: the route is open to anyone. */
  need: Need | null;
  /** By status. */
  successes: Record<number, Success>;
  /** Besides those that any route of its kind can answer with: see `problemsOf`. */
  problems: readonly ProblemCode[];
}

interface Inputs<Params, Query, Headers, Body> {
  params?: Params;
  query?: Query;
  headers?: Headers;
  body?: Body;
}

/** What a handler gets: each input as its schema returned it. An input that is not declared is undefined. */
interface Parsed<Params, Query, Headers, Body> {
  params: z.output<Params>;
  query: z.output<Query>;
  headers: z.output<Headers>;
  body: z.output<Body>;
  request: Request;
}

type Handle<Input> = (input: Input, response: Response) => void | Promise<void>;

/** A route as the router and the OpenAPI document read it. */
export interface Route<Dependencies = never>
  extends Description, Inputs<z.ZodObject, z.ZodObject, z.ZodObject, JsonBody> {
  handler(this: void, dependencies: Dependencies): RequestHandler;
}

/**
 * Declares a route, once: the Express router (`mount.ts`) and the OpenAPI document are both made from it.
 *
 * @param declaration `handle` takes what the route depends on, and returns what answers a request whose `params`,
 *   `body`, `query` and `headers` have been parsed by the schemas beside it, in this order
 */
export function route<
  Dependencies,
  Params extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Headers extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
>(
  declaration: Description &
    Inputs<Params, Query, Headers, JsonBody<Body>> & {
      handle: (dependencies: Dependencies) => Handle<Parsed<Params, Query, Headers, Body>>;
    },
): Route<Dependencies> {
  const { handle, ...described } = declaration;
  const { params, query, headers, body } = described;
  return {
    ...described,
    handler(dependencies) {
      const answer = handle(dependencies);
      return async (request, response) => {
        const input = {
          request,
          params: params && parse('path', params, request.params),
          // No body is an empty one; `null` is not.
          body: body && parse('body', body.schema, request.body === undefined ? {} : request.body),
          query: query && parse('query', query, request.query),
          headers: headers && parse('header', headers, namedHeaders(request, headers)),
        };
        await inItsTrace(response, () => answer(input as Parsed<Params, Query, Headers, Body>, response));
      };
    },
  };
}

const namedHeaders = (request: Request, { shape }: z.ZodObject) =>
  Object.fromEntries(Object.keys(shape).map((name) => [name, request.get(name)]));
