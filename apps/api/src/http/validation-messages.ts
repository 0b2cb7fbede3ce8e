import type { z } from 'zod';

/**
 * zod's faults in our words: «must be at least 1» instead of «Too small: expected number to be >=1». Each follows the
 * name of the field: «amount: must be at least 1». A message written in the schema takes precedence.
 */
export const describeIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : wrongType(issue.expected);
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

function wrongType(expected: string): string {
  const name = typeNames[expected];
  return name === undefined ? 'is not valid' : `must be ${name}`;
}

function amountOf(origin: string, bound: 'at least' | 'at most', count: number | bigint): string {
  if (origin === 'string')
    return `have ${bound} ${count} ${Number(count) === 1 ? 'character' : 'characters'}`;
  if (origin === 'array') return `have ${bound} ${count} ${Number(count) === 1 ? 'entry' : 'entries'}`;
  return `be ${bound} ${count}`;
}
