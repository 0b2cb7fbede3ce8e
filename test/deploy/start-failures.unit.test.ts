import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { decodeJwt } from 'jose';
import { expect, test, vi } from 'vitest';
import { startNode } from '../support/processes.ts';

/** Runs a main file that fails to start. @returns its exit code and what it printed on standard error */
async function failing(args: string[], env: Record<string, string> = {}) {
  const child = await startNode(args, env, 'pipe');
  const [printed, [exitCode]] = await Promise.all([text(child.stderr!), once(child, 'exit')]);
  return { exitCode: exitCode as number, printed };
}

// Two processes start one after the other.
vi.setConfig({ testTimeout: 60_000 });

const usage = /^usage: .*\nscopes: orders, payments, orders:any\n$/m;

test.each([
  ['an unknown option', ['--subject', 'alice'], "token: Unknown option '--subject'\n"],
  ['an unknown scope', ['--scope', 'orders payment'], 'token: unknown scope "payment"\n'],
  ['a lifetime that is none', ['--expires-in', 'never'], 'token: Invalid time period format\n'],
])('creating a token with %s is refused with the usage', async (_what, options, complaint) => {
  const { exitCode, printed } = await failing(['apps/api/src/token.ts', ...options]);
  expect(exitCode).toBe(1);
  expect(printed.startsWith(complaint)).toBe(true);
  expect(printed.slice(complaint.length)).toMatch(usage);
});

test('creating a token without options makes a backend’s, and --help explains them', async () => {
  const run = async (option: string[]) => {
    const child = await startNode(['apps/api/src/token.ts', ...option]);
    return text(child.stdout!);
  };
  expect(decodeJwt((await run([])).trim())).toMatchObject({ sub: 'shop', scope: 'orders:any' });
  for (const option of ['--help', '-h']) {
    expect(await run([option])).toMatch(/^Prints a bearer token\..*\n\nusage: npm run --silent token --/);
  }
});

test.each(['api', 'worker'])(
  'the %s that cannot reach Postgres says so in one line, with host and port',
  async (app) => {
    const stores = {
      DATABASE_URL: 'postgres://user:secret@127.0.0.1:1/orders',
      REDIS_URL: 'redis://127.0.0.1:1',
    };
    const env = { ...stores, PORT: '0', WORKER_PORT: '0' };
    const child = await startNode([`apps/${app}/src/main.ts`], env);
    let printed = '';
    child.stdout!.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    const linesAbout = (message: string) => printed.split('\n').filter((line) => line.includes(message));
    await vi.waitUntil(() => linesAbout('"msg":"postgres is not available"').length > 0, { timeout: 30_000 });
    // A worker's tasks go on failing.
    if (app === 'worker')
      await vi.waitUntil(() => linesAbout('"task":"sweep"').length > 1, { timeout: 30_000 });
    child.kill('SIGTERM');
    await once(child, 'close');
    const lines = linesAbout('"msg":"postgres is not available"');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0]!)).toMatchObject({
      level: 40,
      err: { message: 'could not connect to Postgres at 127.0.0.1:1: connection refused' },
    });
    expect(printed).not.toContain('"stack"');
  },
);

test('a migration that cannot reach Postgres says so in one line', async () => {
  const env = { DATABASE_URL: 'postgres://user:secret@127.0.0.1:1/orders' };
  expect(await failing(['packages/shared/src/platform/migrate.ts'], env)).toEqual({
    exitCode: 1,
    printed:
      'migrate: could not connect to Postgres at 127.0.0.1:1: connection refused (check DATABASE_URL)\n',
  });
});

test.each(['1', '2'])('an api of %s processes whose port is taken says so in one line', async (processes) => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stores = { DATABASE_URL: 'postgres://127.0.0.1:1/orders', REDIS_URL: 'redis://127.0.0.1:1' };
  const result = await failing(['apps/api/src/main.ts'], {
    ...stores,
    PORT: String(port),
    API_PROCESSES: processes,
  });
  server.close();
  expect(result).toEqual({
    exitCode: 1,
    printed: `api: could not listen on 127.0.0.1:${port}: the port is already in use (check HOST, PORT and WORKER_PORT)\n`,
  });
});

test('an api of two processes with an invalid configuration says so once', async () => {
  const { exitCode, printed } = await failing(['apps/api/src/main.ts'], { API_PROCESSES: '2' });
  expect(exitCode).toBe(1);
  expect(printed.match(/Invalid configuration/g)).toHaveLength(1);
});
