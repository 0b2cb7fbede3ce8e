import openapiTypeScript, { astToString, type OpenAPI3 } from 'openapi-typescript';

/** The types of the OpenAPI document. */
export async function generateTypes(document: unknown): Promise<string> {
  // A field with a default may be left out of a request.
  const types = await openapiTypeScript(document as OpenAPI3, {
    defaultNonNullable: false,
    alphabetize: true,
  });
  return astToString(types);
}
