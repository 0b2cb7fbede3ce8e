import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createDocument } from '@order-countdown/api/openapi';
import openapiTypeScript, { astToString, type OpenAPI3 } from 'openapi-typescript';

export const typesFile = fileURLToPath(new URL('order-countdown.d.ts', import.meta.url));

const head = `/** Types of the API, generated from its OpenAPI document by \`npm run openapi\`. */
`;

/** The content that {@link typesFile} should have, formatted. */
export async function generateTypes(): Promise<string> {
  const document = createDocument() as unknown as OpenAPI3;
  // A field with a default may be left out of a request.
  const types = await openapiTypeScript(document, { defaultNonNullable: false, alphabetize: true });
  const options = { input: head + astToString(types), encoding: 'utf8' } as const;
  const { stdout, stderr, status } = spawnSync('oxfmt', ['--stdin-filepath', typesFile], options);
  if (status !== 0) throw new Error(`oxfmt could not format the types: ${stderr}`);
  return stdout;
}

/** `npm run openapi` updates the file. */
if (import.meta.main) writeFileSync(typesFile, await generateTypes());
