import type { z } from 'zod';
import type { Need } from '../auth/caller.ts';
import type { ProblemCode } from '../http/problem.ts';
import type { HeaderName } from './headers.ts';
import type { SchemaName } from './schemas.ts';

export interface Example {
  summary: string;
  value: unknown;
}

/** What is sent or answered in one media type. Text needs no schema. */
export interface Content {
  schema?: SchemaName;
  examples?: Record<string, Example>;
}

export type RequestBody = Content & { schema: SchemaName };

export interface Success {
  description: string;
  headers?: readonly HeaderName[];
  /** By media type. */
  content: Record<string, Content>;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  description: string;
  schema: object;
  required?: boolean;
  example?: string;
}

/** One row of the table of all that the API does. What follows from another column is not said again. */
export interface Operation {
  /** What generated clients call it. */
  id: string;
  method: 'get' | 'post' | 'delete';
  /** An `{id}` in it is an order's. */
  path: string;
  tag: 'Orders' | 'Webhooks' | 'Service';
  summary: string;
  /** Markdown. */
  description: string;
  /** What a caller needs; null: the route is open to anyone. */
  need: Need | null;
  parameters?: readonly Parameter[];
  /** Each member is a parameter. */
  query?: z.ZodObject;
  /** JSON. */
  body?: RequestBody;
  /** By status. */
  successes: Record<number, Success>;
  /** Besides those of {@link problemsOf}. */
  problems: readonly ProblemCode[];
}

/** Every problem that a route can answer with: its own, and those that its kind of request can run into. */
export function problemsOf({ need, path, query, body, problems }: Operation): ProblemCode[] {
  const all: ProblemCode[] = [...problems];
  if (need) all.push('unauthenticated', 'forbidden', 'rate_limited', 'internal_error', 'unavailable');
  if (path.includes('{id}')) all.push('invalid_parameter', 'order_not_found');
  if (query) all.push('invalid_parameter');
  if (body) {
    all.push('malformed_json', 'invalid_parameter', 'payload_too_large');
    all.push('unsupported_media_type', 'validation_failed');
  }
  return [...new Set(all)];
}
