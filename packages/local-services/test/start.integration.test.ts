import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { commandOf, readPid } from '../src/process/leftover.ts';
import { findFreePort } from '../src/process/ports.ts';

const main = resolve(import.meta.dirname, '../src/start/main.ts');
const deadline = { timeout: 20_000, interval: 20 };

let folder: string;
let env: NodeJS.ProcessEnv;
let runs: ChildProcess[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'order-countdown-test-'));
  runs = [];
  const names = ['PORT', 'WORKER_PORT', 'LOCAL_POSTGRES_PORT', 'LOCAL_REDIS_PORT'];
  const ports = await Promise.all(names.map(async (name) => [name, String(await findFreePort())]));
  env = { PATH: process.env['PATH'], LOCAL_DATA_DIR: folder, ...Object.fromEntries(ports) };
});
afterEach(async () => {
  for (const run of runs) run.kill('SIGKILL');
  await vi.waitUntil(() => living(pids()).length === 0, deadline);
  rmSync(folder, { recursive: true, force: true });
});

/** `npm start`, without npm. */
function run(overrides: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [main], {
    env: { ...env, ...overrides },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  runs.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'close').then(([code, signal]) => code ?? signal);
  return { child, exited, output: () => output };
}

async function runUntilReady() {
  const started = run();
  await expect.poll(started.output, { ...deadline, timeout: 60_000 }).toContain('is ready');
  return { ...started, pids: pids() };
}

/** The pids in the pid files of the data directory. */
function pids(): Map<string, number> {
  const files = ['start.pid', 'api.pid', 'worker.pid', 'redis/redis.pid', 'postgres/cluster/postmaster.pid'];
  const found = files.map((file) => [file, readPid(join(folder, file))] as const);
  return new Map(found.filter((entry): entry is [string, number] => entry[1] !== undefined));
}

function living(among: Map<string, number>): string[] {
  return [...among].filter(([, pid]) => commandOf(pid) !== '').map(([file]) => file);
}

test('npm start becomes ready, the commands in its banner work, and one signal stops everything', async () => {
  const started = await runUntilReady();
  expect(living(started.pids)).toHaveLength(5);
  expect(started.output()).not.toContain('\u001b');

  const commands = started
    .output()
    .split('\n')
    .filter((line) => /^ {2}(token=|curl )/.test(line));
  const [id, countdown, paid] = execFileSync('sh', { input: commands.join('\n'), encoding: 'utf8' }).split(
    '\n',
  );
  expect(id).toMatch(/^ord_/);
  expect(JSON.parse(countdown ?? '')).toMatchObject({ id, status: 'pending' });
  expect(JSON.parse(paid ?? '')).toMatchObject({ id, status: 'paid', amount: 12900, currency: 'CNY' });

  // Three times in a moment: the terminal, npm and the script each forward one Ctrl-C.
  for (let times = 0; times < 3; times++) started.child.kill('SIGINT');
  expect(await started.exited).toBe(0);
  expect(living(started.pids)).toEqual([]);
});

test('a second npm start on the same data reports the first one and does not disturb it', async () => {
  const first = await runUntilReady();
  const second = run();
  expect(await second.exited).toBe(1);
  expect(second.output()).toContain(`already running here (process ${first.child.pid})`);
  expect(living(first.pids)).toHaveLength(5);
  first.child.kill('SIGTERM');
  expect(await first.exited).toBe(0);
});

test.for(['PORT', 'WORKER_PORT', 'LOCAL_POSTGRES_PORT', 'LOCAL_REDIS_PORT'])(
  'npm start reports that %s is in use before it starts anything',
  async (variable) => {
    const server = createServer().listen(Number(env[variable]), '127.0.0.1');
    await once(server, 'listening');
    const refused = run();
    expect(await refused.exited).toBe(1);
    expect(refused.output()).toBe(
      `order-countdown: port ${env[variable]} is already in use: set ${variable} to another one\n`,
    );
    expect(living(pids())).toEqual([]);
    server.close();
  },
);

test('npm start reports which process died, stops the others and fails', async () => {
  const started = await runUntilReady();
  process.kill(started.pids.get('worker.pid')!, 'SIGKILL');
  expect(await started.exited).toBe(1);
  expect(started.output()).toContain('the worker was killed by SIGKILL');
  expect(living(started.pids)).toEqual([]);
});

test('npm start leaves nothing running when it is killed, and starts again', async () => {
  const killed = await runUntilReady();
  killed.child.kill('SIGKILL');
  const next = await runUntilReady();
  expect(living(killed.pids)).toEqual([]);
  next.child.kill('SIGTERM');
  expect(await next.exited).toBe(0);
});

test('npm start can be stopped while it is starting', async () => {
  const started = run();
  await expect.poll(() => pids().size, deadline).toBeGreaterThan(2);
  const begun = pids();
  started.child.kill('SIGTERM');
  expect(await started.exited).toBe(0);
  expect(living(begun)).toEqual([]);
});
