import type { Parameter } from './parameters.ts';
import type { JsonSchema } from './schemas.ts';

/** The parts of an OpenAPI document that its page shows. */
export interface ReferenceDocument {
  info: { title: string; version: string; description: string };
  tags: readonly { name: string; description: string }[];
  paths: Record<string, Record<string, DescribedOperation>>;
  webhooks: Record<
    string,
    {
      post: Pick<DescribedOperation, 'summary' | 'description' | 'requestBody'> & { parameters: Parameter[] };
    }
  >;
  components: {
    schemas: Record<string, JsonSchema>;
    parameters: Record<string, Parameter>;
    headers: Record<string, { description: string; example: string }>;
    securitySchemes: Record<string, { description: string }>;
  };
}

export interface DescribedOperation {
  operationId: string;
  tags: string[];
  summary: string;
  description: string;
  security: Record<string, readonly string[]>[];
  parameters: (Parameter | { $ref: string })[];
  requestBody?: { required: boolean; content: { 'application/json': MediaType } } | undefined;
  responses: Record<string, Response>;
}

export interface Operation extends DescribedOperation {
  method: string;
  path: string;
}

export interface Response {
  description: string;
  headers: Record<string, object>;
  content: Record<string, MediaType>;
}

export interface MediaType {
  schema?: JsonSchema | undefined;
  examples?: Record<string, { summary?: string; value: unknown }> | undefined;
}
