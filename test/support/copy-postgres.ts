import { execFile } from 'node:child_process';
import { chownSync, copyFileSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';

const run = promisify(execFile);

/**
 * Copies the data of a running Postgres for a standby, as `pg_basebackup` does, which the packaged one lacks.
 *
 * @param from as for `startPostgres`
 */
export async function copyRunningPostgres(url: string, from: string, to: string): Promise<void> {
  mkdirSync(to);
  const cluster = join(to, 'cluster');
  const { uid, gid } = statSync(join(from, 'cluster'));
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`select pg_backup_start('standby', fast => true)`);
  // Files that vanish meanwhile are no mistake: the log of changes has what they held.
  await run('cp', ['-a', join(from, 'cluster'), cluster]).catch(() => undefined);
  const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop()');
  await client.end();
  rmSync(join(cluster, 'postmaster.pid'));
  for (const [name, text] of [
    ['backup_label', rows[0]?.labelfile ?? ''],
    ['standby.signal', ''],
  ] as const) {
    writeFileSync(join(cluster, name), text);
    chownSync(join(cluster, name), uid, gid);
  }
  copyFileSync(join(from, 'password'), join(to, 'password'));
}
