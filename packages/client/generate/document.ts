import { createDocument } from '@order-countdown/api/openapi';

/** What the generator reads of an OpenAPI document. */
export interface ApiDocument {
  paths: Record<string, Record<string, ApiOperation>>;
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, Parameter>;
  };
}

export interface ApiOperation {
  operationId: string;
  summary: string;
  description: string;
  parameters?: (Parameter | Reference)[];
  requestBody?: { required?: boolean };
  responses: Record<string, { content?: Record<string, { schema?: Schema | Reference }> }>;
}

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
}

interface Schema {
  properties?: Record<string, unknown>;
}

interface Reference {
  $ref: string;
}

export const apiDocument = () => createDocument() as unknown as ApiDocument;

/** Follows a reference to a component. */
export function resolve<Component extends object>(
  components: Record<string, Component>,
  given: Component | Reference,
): Component {
  if (!('$ref' in given)) return given;
  const name = given.$ref.slice(given.$ref.lastIndexOf('/') + 1);
  const component = components[name];
  if (component === undefined) throw new Error(`the document has no ${given.$ref}`);
  return component;
}
