import type { z } from 'zod';

/**
 * zod's faults in our words: «must be at least 1», not «Too small: expected number to be >=1». Each continues the
 * name of the field: «amount: must be at least 1». A message that stands in a schema goes before these.
 */
export const describeIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${typeNames[issue.expected] ?? 'valid'}`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'must not be empty'
        : `must ${amountOf(issue.origin, 'at least', issue.minimum)}`;
    case 'too_big':
      return `must ${amountOf(issue.origin, 'at most', issue.maximum)}`;
    case 'invalid_value':
      return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
    case 'unrecognized_keys':
      return 'is not a known field';
    case 'invalid_key':
      return `has a name that is not valid: ${issue.issues.map(({ message }) => message).join('; ')}`;
    default:
      return 'is not valid';
  }
};

const typeNames: Partial<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'an integer',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
};

function amountOf(origin: string, bound: 'at least' | 'at most', count: number | bigint): string {
  if (origin === 'string') return `have ${bound} ${count} characters`;
  if (origin === 'array') return `have ${bound} ${count} entries`;
  return `be ${bound} ${count}`;
}
