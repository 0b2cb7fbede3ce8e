import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describeOperations } from './describe.ts';
import { apiDocument } from './document.ts';
import { generateOperations } from './operations.ts';
import { generateTypes } from './types.ts';

const head = '/* Generated from the OpenAPI document by `npm run openapi`. */\n\n';

const oxfmt = fileURLToPath(new URL('../../../node_modules/.bin/oxfmt', import.meta.url));

/** What is generated from the API of this checkout, by the file that it belongs in. */
export async function generate(): Promise<Map<string, string>> {
  const document = apiDocument();
  const contents: [name: string, content: string][] = [
    ['openapi.ts', await generateTypes(document)],
    ['operations.ts', generateOperations(describeOperations(document))],
  ];
  return new Map(
    contents.map(([name, content]) => {
      const file = fileURLToPath(new URL(`../src/${name}`, import.meta.url));
      return [file, format(file, head + content)];
    }),
  );
}

function format(file: string, input: string): string {
  const { stdout, stderr, status } = spawnSync(oxfmt, ['--stdin-filepath', file], {
    input,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`oxfmt could not format ${file}: ${stderr}`);
  return stdout;
}
