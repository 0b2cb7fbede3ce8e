import { z } from 'zod';

/** Postgres can't store a NUL, and half a surrogate pair is no text. */
export const isStorable = (text: string) => text.isWellFormed() && !text.includes('\u0000');

/** Text of 1 to `maxLength` UTF-16 code units that Postgres can store. */
export const storableText = (maxLength: number) =>
  z.string().min(1).max(maxLength).refine(isStorable, 'must be well-formed Unicode without NUL');

/** RFC 3339 UTC with milliseconds, as every response writes times. */
export const time = z.iso.datetime({ precision: 3 }).meta({
  // The pattern that zod brings also counts the days of each month.
  pattern: String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$`,
});

/** How many entries a page of any list holds at most. */
export const maxPageSize = 100;
