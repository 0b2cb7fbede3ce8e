import { z } from 'zod';

/** Schemas that the OpenAPI document, and clients generated from it, know by name. */
export const components = z.registry<{ id: string }>();

/** Names a schema, and returns it. Call it last: a schema derived from this one does not inherit the name. */
export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  components.add(schema, { id });
  return schema;
}

/** Postgres can store neither a NUL nor half a surrogate pair. */
export const isStorable = (text: string) => text.isWellFormed() && !text.includes('\u0000');

/** Text of 1 to `maxLength` UTF-16 code units that Postgres can store. */
export const storableText = (maxLength: number) =>
  z.string().min(1).max(maxLength).refine(isStorable, 'must be well-formed Unicode without NUL');

/** RFC 3339 UTC with milliseconds, as in every response. */
export const time = z.iso.datetime({ precision: 3 }).meta({
  // zod's own pattern also checks the days of each month.
  pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$`,
});

/** An instant in a query: RFC 3339 with any offset, in at most milliseconds, as times are stored. */
export const instant = z
  .string()
  .refine(
    (text) => anyTime.safeParse(text).success && !/\.\d{4}/.test(text),
    'must be an RFC 3339 time with at most milliseconds, such as 2026-03-01T12:00:00.000Z',
  )
  .meta({ format: 'date-time' })
  .transform((text) => new Date(text));

const anyTime = z.iso.datetime({ offset: true });

/** The most entries on a page of any list. */
export const maxPageSize = 100;

const pageSizeError = `must be a whole number from 1 to ${maxPageSize}, in decimal digits`;

/**
 * The `limit` of a list, 1 to {@link maxPageSize}. `Number` would read more than one expects of a query: `0x10`, `1e1`,
 * a fraction, spaces, or nothing as 0.
 */
export const pageSize = z.preprocess(
  (text) => (typeof text === 'string' && /^\d{1,9}$/.test(text) ? Number(text) : text),
  z.int(pageSizeError).min(1).max(maxPageSize),
);
