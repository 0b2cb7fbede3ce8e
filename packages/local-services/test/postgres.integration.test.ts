import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fillFromTemplate } from '../../../test/support/postgres-template.ts';
import { commandOf } from '../src/process/leftover.ts';
import { findFreePort } from '../src/process/ports.ts';
import { startPostgres } from '../src/postgres/server.ts';
import { startThrowawayPostgres } from '../src/throwaway.ts';
import { chooseAccount } from '../src/process/unprivileged.ts';

let folder: string;

// mkdtemp creates folders that only their owner may enter. That is the difficult case for root, because
// Postgres then runs under another account.
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'order-countdown-test-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts one that need not be created first. */
async function startCopy(port?: number) {
  await fillFromTemplate(join(folder, 'postgres'));
  return start(port);
}

async function start(port?: number) {
  return startPostgres({ dataDir: join(folder, 'postgres'), port: port ?? (await findFreePort()) });
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

test('Postgres keeps its data across a restart, in a folder that only its owner may enter', async () => {
  expect(statSync(folder).mode & 0o077).toBe(0);
  const first = await start();
  await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.stop();
  const second = await start(first.port);
  expect(second.url).toBe(first.url);
  expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  await second.stop();
});

test('Postgres uses fsync, checksums and UTF-8, and accepts only local connections with the password', async () => {
  const postgres = await start();
  const settings = await query(
    postgres.url,
    `SELECT name, setting FROM pg_settings WHERE name IN
       ('fsync', 'data_checksums', 'server_encoding', 'listen_addresses', 'unix_socket_directories')`,
  );
  expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
    fsync: 'on',
    data_checksums: 'on',
    server_encoding: 'UTF8',
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
  });
  const wrong = new URL(postgres.url);
  wrong.password = 'guessed';
  await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  await postgres.stop();
});

test('Postgres keeps its data when it is killed', async () => {
  const killed = await startCopy();
  await query(killed.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  process.kill(killed.pid, 'SIGKILL');
  const next = await start(killed.port);
  expect(await query(next.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
  expect(await killed.exited).toEqual({ exitCode: undefined, signal: 'SIGKILL' });
  await next.stop();
});

test('Postgres replaces a server that a killed run left running', async () => {
  const leftover = await startCopy();
  const next = await start();
  expect(await leftover.exited).toEqual({ exitCode: 0, signal: undefined });
  expect(commandOf(next.pid)).toContain(folder);
  await next.stop();
});

test('Postgres starts when an unrelated process has the pid of a killed server', async () => {
  const killed = await startCopy();
  await killed.stop();
  const pidFile = join(folder, 'postgres/cluster/postmaster.pid');
  writeFileSync(pidFile, `${process.pid}\n`);
  const next = await start();
  expect(commandOf(next.pid)).toContain(folder);
  await next.stop();
});

test('the error says why Postgres did not start', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await expect(startCopy(port)).rejects.toThrow(/Postgres exited with code 1[^]*Address already in use/);
  server.close();
});

test('Postgres can be stopped repeatedly and leaves no process', async () => {
  const postgres = await startCopy();
  await Promise.all([postgres.stop(), postgres.stop()]);
  await postgres.stop();
  expect(commandOf(postgres.pid)).toBe('');
  expect(await postgres.exited).toEqual({ exitCode: 0, signal: undefined });
});

test('a throwaway Postgres leaves no process and no folder', async () => {
  const postgres = await startThrowawayPostgres();
  const [row] = await query(
    postgres.url,
    `SELECT current_setting('fsync') AS fsync, current_setting('data_directory') AS dir`,
  );
  expect(row?.['fsync']).toBe('off');
  await postgres.stop();
  expect(commandOf(postgres.pid)).toBe('');
  expect(() => statSync(String(row?.['dir']))).toThrow('ENOENT');
});

test.runIf(process.getuid?.() === 0)('Postgres runs as nobody when root starts it', async () => {
  const postgres = await start();
  const account = chooseAccount(join(folder, 'postgres/cluster'));
  expect(account?.uid).toBe(Number(execFileSync('id', ['-u', 'nobody'], { encoding: 'utf8' })));
  expect(statSync(`/proc/${postgres.pid}`).uid).toBe(account?.uid);
  await postgres.stop();
});
