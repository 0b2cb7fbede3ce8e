import { execFile } from 'node:child_process';
import { mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { matches, read, root } from '../support/documents.ts';
import { startApi, type RunningProcess } from '../support/processes.ts';
import { readmeBlock, runInShell } from '../support/readme.ts';
import { backendToken } from '../support/tokens.ts';

/** What docs/http-api.md says about other clients: its command and its program. */

let context: TestContext;
let api: RunningProcess;
let folder: string;

beforeAll(async () => {
  context = await createTestContext();
  api = await startApi(context);
  folder = makeTemporaryFolder('types');
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await api.end();
  await context.close();
});

/** The document's program, with what it takes for granted. */
function program(): string {
  const [text = ''] = matches(read('docs/http-api.md'), /^```ts\n([^]*?)^```$/gm).filter((block) =>
    block.includes('openapi-fetch'),
  );
  return `${text}\nconst [baseUrl = '', token = ''] = process.argv.slice(2);`.replace(
    /^([^]*?)\n\n([^]*)\n(const \[baseUrl.*)$/,
    '$1\n\n$3\n$2',
  );
}

test("the document's command makes types with which its program compiles, under strict, and runs", async () => {
  // In the folder of a project that has the generator, npx downloads nothing.
  const command = readmeBlock('openapi-typescript').replace('-o ', `-o ${folder}/`);
  const { exited } = runInShell(`cd test && npm_config_offline=true ${command}`, api.url);
  expect(await exited).toBe(0);

  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(
    realpathSync(join(root, 'test/node_modules/openapi-fetch')),
    join(folder, 'node_modules/openapi-fetch'),
  );
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'program.ts'), program());
  const compilerOptions = {
    strict: true,
    target: 'es2022',
    module: 'nodenext',
    types: ['node'],
    typeRoots: [join(root, 'test/node_modules/@types')],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
  const compiler = join(root, 'node_modules/.bin/tsc');
  const compiled = await promisify(execFile)(compiler, ['--project', folder]).then(
    () => '',
    ({ stdout }: { stdout: string }) => stdout,
  );
  expect(compiled).toBe('');

  const args = [join(folder, 'program.js'), api.url, backendToken];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  expect(stdout).toMatch(/^ord_\w+ can be paid for (600000|599\d{3}) ms\n$/);
});
