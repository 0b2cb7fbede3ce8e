import { html, Html } from '../http/html.ts';
import type { JsonSchema } from './schemas.ts';

/** What a schema is called, and its limits, in the words of the reference. */

const code = (value: unknown) =>
  html`<code>${typeof value === 'string' ? value : JSON.stringify(value)}</code>`;

const joined = (parts: readonly (Html | string)[], separator: string) =>
  parts.map((part, index) => html`${index === 0 ? '' : separator}${part}`);

/** The name of a schema that the document describes apart, or null. */
export const nameOf = ({ $ref }: JsonSchema): string | null => $ref?.split('/').at(-1) ?? null;

/** The alternatives of a schema without null; one that has none is its own. */
export function alternativesOf(schema: JsonSchema): JsonSchema[] {
  const all = schema.anyOf ?? schema.oneOf ?? [schema];
  return all.filter(({ type }) => type !== 'null');
}

/** `array of Order`, `string or null`. @param link what stands for a schema that is described elsewhere */
export function typeOf(schema: JsonSchema, link: (name: string) => Html | string): Html {
  const name = nameOf(schema);
  if (name !== null) return html`${link(name)}`;
  if (schema.const !== undefined) return code(schema.const === '' ? '""' : schema.const);
  const several = schema.anyOf ?? schema.oneOf;
  if (several && several.length > 5) return html`one of ${several.length} kinds of object`;
  if (several) {
    const texts = new Set(several.map((each) => typeOf(each, link).text));
    return html`${joined(
      [...texts].map((text) => new Html(text)),
      ' or ',
    )}`;
  }
  const types = [schema.type ?? 'object'].flat();
  return html`${joined(
    types.map((type) => ofType(type, schema, link)),
    ' or ',
  )}`;
}

function ofType(type: string, schema: JsonSchema, link: (name: string) => Html | string): Html | string {
  const { items, additionalProperties, format } = schema;
  if (type === 'array' && isSchema(items)) return html`array of ${typeOf(items, link)}`;
  if (type === 'object' && isSchema(additionalProperties))
    return html`map of ${typeOf(additionalProperties, link)}`;
  if (type === 'string' && format !== undefined) return format;
  return type;
}

/** A schema that says something: not true, false or a list. */
export const isSchema = (value: JsonSchema['items']): value is JsonSchema =>
  typeof value === 'object' && !Array.isArray(value);

/** `1 to 255 characters`, `one of …`: what a value must keep to. */
export function limitsOf(schema: JsonSchema): Html[] {
  const limits: (Html | null)[] = alternativesOf(schema).map(ownLimits);
  if (schema.default !== undefined) limits.push(html`default ${code(schema.default)}`);
  return limits.filter((limit) => limit !== null && limit.text !== '') as Html[];
}

function ownLimits({ items, ...schema }: JsonSchema): Html {
  const values = schema.enum ?? (isSchema(items) ? items.enum : undefined);
  const parts = [
    values && html`one of ${joined(values.map(code), ', ')}`,
    range(schema.minimum, schema.maximum, ''),
    range(schema.minLength, schema.maxLength, ' characters'),
    range(schema.minItems, schema.maxItems, ' items'),
    range(undefined, schema.maxProperties, ' members'),
    schema.pattern !== undefined && schema.format === undefined && html`matches ${code(schema.pattern)}`,
  ];
  return html`${joined(
    parts.filter((part) => part !== undefined && part !== null && part !== false),
    '; ',
  )}`;
}

/** Every integer has the bounds of what JSON can carry: they are not worth a word. */
function range(least: number | undefined, most: number | undefined, unit: string): string | null {
  const [from, to] = [isWorthSaying(least) ? least : null, isWorthSaying(most) ? most : null];
  if (from !== null && to !== null) return `${format(from)} to ${format(to)}${unit}`;
  if (from !== null) return `at least ${format(from)}${unit}`;
  return to === null ? null : `at most ${format(to)}${unit}`;
}

const isWorthSaying = (bound: number | undefined): bound is number =>
  bound !== undefined && Math.abs(bound) !== Number.MAX_SAFE_INTEGER;

const numbers = new Intl.NumberFormat('en');
const format = (bound: number) => numbers.format(bound);
