import { z } from 'zod';
import { components } from '../http/schemas.ts';

export type JsonSchema = z.core.JSONSchema.BaseSchema;

/** @param schema one that was given a name: see `named` */
export function schemaRef(schema: z.ZodType) {
  const id = components.get(schema)?.id;
  if (id === undefined) throw new Error('a schema of a body has no name');
  return { $ref: pointerTo(id) };
}

const pointerTo = (name: string) => `#/components/schemas/${name}`;

/**
 * All named schemas as JSON Schema 2020-12, which OpenAPI 3.1 uses. zod makes it by itself; all that zod-openapi would
 * add is the paths, which we make from the routes.
 *
 * As `input`, so that bodies are described as clients send them. Responses are the same either way, and stay open for
 * new fields.
 */
export function componentSchemas(): Record<string, JsonSchema> {
  const { schemas } = z.toJSONSchema(components, { uri: pointerTo, io: 'input' });
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema)]));
}

/** Inside the document, a schema needs neither an id nor a dialect of its own. */
export function bare(schema: JsonSchema): JsonSchema {
  const { $schema: _, $id: __, ...rest } = schema;
  return rest;
}
