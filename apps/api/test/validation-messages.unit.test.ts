import { expect, test } from 'vitest';
import { z } from 'zod';
import { parse } from '../src/http/parse.ts';
import { Problem, type RequestPart } from '../src/http/problem.ts';
import { storableText } from '../src/http/schemas.ts';

/** The problem with which an input is refused. */
function problemOf(part: RequestPart, schema: z.ZodType, input: unknown): Problem {
  try {
    parse(part, schema, input);
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error('the input was accepted');
}

/** `path: message` for every fault of a body. */
const faultsOf = (schema: z.ZodType, input: unknown) =>
  (problemOf('body', schema, input).extras.errors ?? []).map(({ path, message }) => `${path}: ${message}`);

test.each<[string, z.ZodType, unknown, string]>([
  ['a missing field', z.string(), undefined, 'is required'],
  ['a number for text', z.string(), 1, 'must be a string'],
  ['text for a number', z.number(), '1', 'must be a number'],
  ['text that is no number, in a query', z.coerce.number(), 'many', 'must be a number'],
  ['a fraction for an integer', z.int(), 1.5, 'must be an integer'],
  ['text for a boolean', z.boolean(), 'yes', 'must be true or false'],
  ['an object for an array', z.array(z.int()), {}, 'must be an array'],
  ['null for an object', z.strictObject({}), null, 'must be an object'],
  ['text for a record', z.record(z.string(), z.int()), '', 'must be an object'],
  ['a type without words of its own', z.symbol(), 1, 'is not valid'],
  ['a number that is too small', z.int().min(1), 0, 'must be at least 1'],
  ['a number that is too large', z.int().max(100), 101, 'must be at most 100'],
  ['empty text', z.string().min(1), '', 'must not be empty'],
  ['text that is too short', z.string().min(8), 'a', 'must have at least 8 characters'],
  ['text that is too long', z.string().max(3), 'abcd', 'must have at most 3 characters'],
  ['too few entries', z.array(z.int()).min(2), [1], 'must have at least 2 entries'],
  ['too many entries', z.array(z.int()).max(1), [1, 2], 'must have at most 1 entry'],
  ['a value outside a list', z.enum(['a', 'b', 'c']), 'd', 'must be one of a, b, c'],
  ['a value other than two', z.enum(['paid', 'pending']), 'lost', 'must be paid or pending'],
  ['a value other than the only one', z.literal('ok'), 'no', 'must be ok'],
  ['text of another format', z.email(), 'nobody', 'is not valid'],
  ['a message of the schema itself', z.string().regex(/^a/, 'must start with a'), 'b', 'must start with a'],
])('%s is described in our own words', (_what, schema, input, message) => {
  expect(faultsOf(z.object({ field: schema }), { field: input })).toEqual([`field: ${message}`]);
});

test('a record entry with a bad name is described by its name and the reason', () => {
  const schema = z.object({ metadata: z.record(storableText(3), z.int()) });
  expect(faultsOf(schema, { metadata: { abcd: 1 } })).toEqual([
    'metadata.abcd: has an invalid name: it must have at most 3 characters',
  ]);
});

test('an unknown field is reported under its own path', () => {
  const schema = z.strictObject({ items: z.array(z.strictObject({})) });
  expect(faultsOf(schema, { items: [{ price: 1 }], colour: 'red' })).toEqual([
    'items.0.price: is not a known field',
    'colour: is not a known field',
  ]);
});

const order = z.strictObject({ amount: z.int(), currency: z.string() });

test.each<[string, RequestPart, unknown, string]>([
  ['every fault', 'body', { currency: 1 }, 'Invalid body: amount is required; currency must be a string.'],
  ['a part that is wrong as a whole', 'body', [], 'The body must be an object.'],
  [
    'an unknown parameter',
    'query',
    { amount: 1, currency: 'EUR', n: 2 },
    'Invalid query: n is not a known parameter.',
  ],
  ['an unknown field', 'body', { amount: 1, currency: 'EUR', n: 2 }, 'Invalid body: n is not a known field.'],
])('the detail of a problem is a sentence about %s', (_what, part, input, detail) => {
  expect(problemOf(part, order, input).message).toBe(detail);
});
