import {
  chmodSync,
  chownSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Client } from 'pg';

/** Emptied in a copy: WAL comes from the primary, the rest is made anew at each start. */
const emptied = /^(pg_wal|pg_replslot|pg_dynshmem|pg_notify|pg_serial|pg_snapshots|pg_stat_tmp|pg_subtrans)$/;
const left = /^(postmaster\.(pid|opts)|standby\.signal|postgresql\.auto\.conf|.*\.tmp)$/;

/**
 * Copies the data of a running primary, as `pg_basebackup` does: the packaged Postgres comes without it.
 *
 * @param client connected to the primary
 * @param from the data folder of the primary (startPostgres' `dataDir`)
 * @param to an empty folder
 */
export async function copyCluster(client: Client, from: string, to: string): Promise<void> {
  copyFileSync(join(from, 'password'), join(to, 'password'));
  await client.query(`select pg_backup_start('standby', true)`);
  copyTree(join(from, 'cluster'), join(to, 'cluster'), true);
  const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
  writeOwned(join(to, 'cluster', 'backup_label'), rows[0]?.labelfile ?? '');
}

/** Makes a server that starts on this data a standby. @param primaryUrl null: of no primary, so it only reads */
export function makeStandby(dataDir: string, primaryUrl: string | null): void {
  const cluster = join(dataDir, 'cluster');
  // In a file and not on the command line, which every user of the machine can read.
  const conninfo = primaryUrl === null ? '' : `${primaryUrl}?application_name=standby`;
  writeOwned(join(cluster, 'postgresql.auto.conf'), `primary_conninfo = '${conninfo}'\n`);
  writeOwned(join(cluster, 'standby.signal'), '');
}

function copyTree(from: string, to: string, isRoot = false): void {
  const { uid, gid, mode } = lstatSync(from);
  mkdirSync(to, { mode });
  chownSync(to, uid, gid);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (isRoot && left.test(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory() && isRoot && emptied.test(entry.name)) mkdirOwned(target, uid, gid);
    else if (entry.isDirectory()) copyTree(source, target);
    else copyFile(source, target, uid, gid);
  }
  if (isRoot) mkdirOwned(join(to, 'pg_wal', 'archive_status'), uid, gid);
}

function mkdirOwned(folder: string, uid: number, gid: number): void {
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, uid, gid);
}

/** The server is running: files come and go. Replay mends what was half-written. */
function copyFile(from: string, to: string, uid: number, gid: number): void {
  try {
    copyFileSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  chmodSync(to, 0o600);
  chownSync(to, uid, gid);
}

/** Writes a file that belongs to the owner of its folder. */
function writeOwned(file: string, text: string): void {
  writeFileSync(file, text, { mode: 0o600 });
  const { uid, gid } = lstatSync(join(file, '..'));
  chownSync(file, uid, gid);
}
