import type { Request } from 'express';
import type { z } from 'zod';
import { orderIdParameter } from '../orders/requests.ts';
import { Problem, type FieldError, type ProblemCode } from './problem.ts';

/** No body is an empty one; a `null` is not. @throws Problem `validation_failed`, naming everything that is wrong */
export function parseBody<Schema extends z.ZodType>(schema: Schema, request: Request): z.output<Schema> {
  return parse(
    schema,
    request.body === undefined ? {} : request.body,
    'validation_failed',
    'The body is not valid',
  );
}

/** @throws Problem `invalid_parameter`, naming everything that is wrong with the query */
export function parseQuery<Schema extends z.ZodType>(schema: Schema, request: Request): z.output<Schema> {
  return parse(schema, request.query, 'invalid_parameter', 'The query is not valid');
}

/** @throws Problem `invalid_parameter` when the path holds no order id */
export function parseOrderId(request: Request): string {
  return parse(orderIdParameter, request.params['id'], 'invalid_parameter', 'The path is not valid', 'id');
}

function parse<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  code: ProblemCode,
  what: string,
  name?: string,
): z.output<Schema> {
  const result = schema.safeParse(input);
  if (result.success) return result.data;
  const errors = result.error.issues.flatMap((issue) => toFieldErrors(issue, name ? [name] : []));
  const summary = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ');
  throw new Problem(code, `${what}. ${summary}`, { errors });
}

/** An unknown member is told by its own name, not by that of what it stands in. */
function toFieldErrors(issue: z.core.$ZodIssue, prefix: string[]): FieldError[] {
  const path = [...prefix, ...issue.path];
  if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not known here' }));
}
