import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { holdLifeline } from '@order-countdown/local-services/lifeline';
import { matches, read, root } from './documents.ts';
import { backendToken } from './tokens.ts';

/** The shell commands of README.md and docs/http-api.md, run as a reader would run them. */

const blocks = ['README.md', 'docs/http-api.md'].flatMap((file) =>
  matches(read(file), /^```sh\n([^]*?)^```$/gm),
);

/** @returns the only block of shell commands that contains this text */
export function readmeBlock(text: string): string {
  const [block, ...more] = blocks.filter((one) => one.includes(text));
  if (block === undefined || more.length > 0) throw new Error(`not in exactly one block: ${text}`);
  return block;
}

/** What the first block defines, for the api that a test has started instead of `npm start`. */
const definitions = (apiUrl: string) =>
  readmeBlock('token=$(npm run')
    .replace(/^api=.*/m, `api=${apiUrl}`)
    .replace(/^token=.*/m, `token=${backendToken}`);

/** Runs commands in a shell that has executed the README's definitions. All of it ends with the test file. */
export function runInShell(commands: string, apiUrl: string) {
  const shell = spawn('sh', ['-c', `${definitions(apiUrl)}\n${commands}`], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    // A process group of its own, which gets Ctrl-C as in a terminal.
    detached: true,
  });
  const group = -shell.pid!;
  let printed = '';
  shell.stdout.setEncoding('utf8').on('data', (chunk: string) => (printed += chunk));
  const exited = once(shell, 'close').then(([code]) => code as number);
  void exited.then(holdLifeline(group, 'KILL'));
  return { printed: () => printed, pressCtrlC: () => process.kill(group, 'SIGINT'), exited };
}
