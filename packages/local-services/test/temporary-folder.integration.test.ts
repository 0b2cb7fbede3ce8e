import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { until } from '../../../test/support/until.ts';

const source = fileURLToPath(new URL('../src/process/temporary-folder.ts', import.meta.url));

/** Makes two folders, with a file in each, says where they are, and waits. */
const program = `
  import { writeFileSync } from 'node:fs';
  import { makeTemporaryFolder } from '${source}';
  const folders = ['a', 'b'].map((name) => makeTemporaryFolder('kept ' + name));
  for (const folder of folders) writeFileSync(folder + '/file', '');
  console.log(JSON.stringify(folders));
  if (process.argv[1] === 'wait') setInterval(() => {}, 60_000);
`;

test.concurrent.each([
  ['ends', 'go', undefined],
  ['is told to stop', 'wait', 'SIGTERM'],
  ['is killed', 'wait', 'SIGKILL'],
] as const)('temporary folders are deleted when their process %s', async (_how, mode, signal) => {
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, mode], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const folders = JSON.parse(line.toString()) as string[];
  expect(folders).toHaveLength(2);
  const exited = once(child, 'exit');
  if (signal) child.kill(signal);
  await exited;
  await until(() => !folders.some((folder) => existsSync(folder)));
});
