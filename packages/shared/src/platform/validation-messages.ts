import type { z } from 'zod';

/**
 * zod's faults in our words: «must be at least 1» instead of «Too small: expected number to be >=1». Each follows the
 * name of what is wrong: «amount must be at least 1». A message written in the schema takes precedence.
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
      return issue.values.length > 2
        ? `must be one of ${issue.values.join(', ')}`
        : `must be ${issue.values.join(' or ')}`;
    case 'unrecognized_keys':
      return 'is not a known field';
    case 'invalid_key':
      return `has an invalid name: it ${issue.issues.map(({ message }) => message).join('; it ')}`;
    default:
      return 'is not valid';
  }
};

const typeNames: Partial<Record<string, string>> = {
  string: 'a string',
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
