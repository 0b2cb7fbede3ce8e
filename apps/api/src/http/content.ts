import type { z } from 'zod';
import type { ResponseHeader } from './response-headers.ts';

/** What is sent or answered in one media type. Text needs no schema. */
export interface Content<Schema extends z.ZodType = z.ZodType> {
  schema?: Schema;
  examples?: Record<string, Example>;
}

export interface Example {
  summary: string;
  value: unknown;
}

/** The JSON body of a request. */
export type JsonBody<Schema extends z.ZodType = z.ZodType> = Content<Schema> & { schema: Schema };

export interface Success {
  description: string;
  headers?: readonly ResponseHeader[];
  /** By media type. */
  content: Record<string, Content>;
}

/** A JSON answer. @param examples what each one shows → its value */
export function json<Schema extends z.ZodType>(
  schema: Schema,
  examples: Record<string, z.input<Schema>>,
): Record<string, Content> {
  return { 'application/json': jsonBody(schema, examples) };
}

/** A JSON body. @param examples what each one shows → its value */
export function jsonBody<Schema extends z.ZodType>(
  schema: Schema,
  examples: Record<string, z.input<Schema>>,
): JsonBody<Schema> {
  const entries = Object.entries(examples).map(([summary, value]): [string, Example] => [
    summary.toLowerCase().replaceAll(/[^a-z]+/g, '-'),
    { summary, value },
  ]);
  return { schema, examples: Object.fromEntries(entries) };
}
