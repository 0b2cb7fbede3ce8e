import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createDocument } from '@order-countdown/api/openapi';
import openapiTypeScript, { astToString, type OpenAPI3 } from 'openapi-typescript';

export const typesFile = fileURLToPath(new URL('order-countdown.d.ts', import.meta.url));

// Not linted: it is made, not written, in the style of its generator.
const head = `/* oxlint-disable */
/** The API's types, made of its own description by \`pnpm openapi\`. */
`;

/** What {@link typesFile} should say, formatted like the rest of us. */
export async function generateTypes(): Promise<string> {
  const document = createDocument() as unknown as OpenAPI3;
  // What has a default may be left out of a request.
  const types = await openapiTypeScript(document, { defaultNonNullable: false, alphabetize: true });
  const options = { input: head + astToString(types), encoding: 'utf8' } as const;
  const { stdout, stderr, status } = spawnSync('oxfmt', ['--stdin-filepath', typesFile], options);
  if (status !== 0) throw new Error(`oxfmt could not format the types: ${stderr}`);
  return stdout;
}

/** `pnpm openapi`: writes the types anew. */
if (import.meta.main) writeFileSync(typesFile, await generateTypes());
