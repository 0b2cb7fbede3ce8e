import type { operations } from './openapi.ts';

/** The types of an operation, from the OpenAPI document. */

export type OperationId = keyof operations;

type Content<Response> = Response extends { content: { 'application/json': infer Json } }
  ? Json
  : Response extends { content: Record<`text/${string}`, unknown> }
    ? string
    : undefined;

type Responses<Id extends OperationId> = operations[Id]['responses'];

/** What an operation answers when it succeeds. */
export type Answer<Id extends OperationId> = Content<
  Responses<Id>[Extract<keyof Responses<Id>, 200 | 201 | 202 | 204>]
>;

type BodyOf<Operation> = Operation extends { requestBody?: { content: { 'application/json': infer Json } } }
  ? Json
  : never;

/** The body that an operation takes. */
export type Body<Id extends OperationId> = BodyOf<operations[Id]>;

/** The query that an operation takes. The client itself adds a view token. */
export type Query<Id extends OperationId> = Omit<NonNullable<operations[Id]['parameters']['query']>, 'token'>;

/** How to call an operation: the table of operations is generated. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** What follows the parameters of the path. */
  readonly takes?: 'body' | 'query';
  /** Whether it takes an `Idempotency-Key`. */
  readonly hasKey?: true;
  /** The statuses that are answers although they are not successes. */
  readonly answers?: readonly number[];
  /** The parameter that takes the `nextCursor` of a page. */
  readonly pagesBy?: 'cursor' | 'after';
  readonly streams?: true;
}
