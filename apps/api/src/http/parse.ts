import type { z } from 'zod';
import { invalid } from './problem.ts';
import type { FieldError } from './problems.ts';
import { describeIssue } from './validation-messages.ts';

/** @throws Problem `validation_failed` (body) or `invalid_parameter` (all else), naming everything that is wrong */
export function parse<Schema extends z.ZodType>(
  part: Parameters<typeof invalid>[0],
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const result = schema.safeParse(input, { error: describeIssue });
  if (result.success) return result.data;
  throw invalid(part, result.error.issues.flatMap(toFieldErrors));
}

/** An unknown member is reported under its own name, not under that of the object it is in. */
function toFieldErrors(issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }];
  return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message: issue.message }));
}
