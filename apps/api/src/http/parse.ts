import type { z } from 'zod';
import { describeIssue } from '@order-countdown/shared/platform/validation-messages';
import { invalid, type RequestPart } from './problem.ts';
import type { FieldError } from './problems.ts';

/** @throws Problem `validation_failed` (body) or `invalid_parameter` (all else), naming everything that is wrong */
export function parse<Schema extends z.ZodType>(
  part: RequestPart,
  schema: Schema,
  input: unknown,
): z.output<Schema> {
  const result = schema.safeParse(input, { error: describeIssue });
  if (result.success) return result.data;
  throw invalid(
    part,
    result.error.issues.flatMap((issue) => toFieldErrors(part, issue)),
  );
}

/** An unknown member is reported under its own name, not under that of the object it is in. */
function toFieldErrors(part: RequestPart, issue: z.core.$ZodIssue): FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ path: issue.path.join('.'), message: issue.message }];
  const message = part === 'query' ? 'is not a known parameter' : issue.message;
  return issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), message }));
}
