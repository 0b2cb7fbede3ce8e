import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findFreePort } from '@order-countdown/local-services/ports';
import { startPostgres } from '@order-countdown/local-services/postgres';
import { Client } from 'pg';
import { fillFromTemplate } from './postgres-template.ts';
import { until } from './until.ts';

const run = promisify(execFile);

/** A primary and a standby that has every commit before it is answered, as docs/operations.md describes. */
export interface ReplicatedPostgres {
  primaryUrl: string;
  standbyUrl: string;
  /** Ends the primary as a crash would. */
  killPrimary(): Promise<void>;
  /** Makes the standby the primary, once it accepts writes. */
  promote(): Promise<void>;
  stop(): Promise<void>;
}

/** For the checks of deploy/haproxy/postgres.cfg. */
const checkRole = 'order_countdown_check';

async function inSession<Result>(url: string, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** @param prepare fills the primary before it has a standby */
export async function startReplicatedPostgres(
  prepare: (primaryUrl: string) => Promise<void>,
): Promise<ReplicatedPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'order-countdown-replicated-'));
  chmodSync(folder, 0o755); // as root, Postgres runs under another account, which must be able to enter
  const [primaryDir, standbyDir] = [join(folder, 'primary'), join(folder, 'standby')];
  await fillFromTemplate(primaryDir);
  allowChecks(join(primaryDir, 'cluster', 'pg_hba.conf'));

  const primary = await startPostgres({
    dataDir: primaryDir,
    port: await findFreePort(),
    durable: false,
    settings: { synchronous_commit: 'on', wal_keep_size: '256MB' },
  });
  await inSession(primary.url, (client) =>
    client.query(`create role ${checkRole} login connection limit 10`),
  );
  await prepare(primary.url);
  await copyPrimary(primary.url, primaryDir, standbyDir);
  const standby = await startPostgres({
    dataDir: standbyDir,
    port: await findFreePort(),
    durable: false,
    settings: {
      synchronous_commit: 'on',
      primary_conninfo: `${primary.url}?application_name=standby_1`,
    },
  });
  await inSession(primary.url, async (client) => {
    await client.query(`alter system set synchronous_standby_names = 'standby_1'`);
    await client.query('select pg_reload_conf()');
    await until(async () => {
      const { rowCount } = await client.query(`select from pg_stat_replication where sync_state = 'sync'`);
      return rowCount === 1;
    });
  });

  return {
    primaryUrl: primary.url,
    standbyUrl: standby.url,
    async killPrimary() {
      primary.signal('SIGKILL');
      await primary.exited;
    },
    promote: () => inSession(standby.url, async (client) => void (await client.query('select pg_promote()'))),
    async stop() {
      await Promise.all([primary.stop(), standby.stop()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The first line that fits counts. */
function allowChecks(file: string): void {
  writeFileSync(file, `host postgres ${checkRole} 127.0.0.1/32 trust\n${readFileSync(file, 'utf8')}`);
}

/** Copies the data of a running primary, as `pg_basebackup` does, which the packaged Postgres lacks. */
async function copyPrimary(url: string, from: string, to: string): Promise<void> {
  mkdirSync(to);
  const cluster = join(to, 'cluster');
  const { uid, gid } = statSync(join(from, 'cluster'));
  await inSession(url, async (client) => {
    await client.query(`select pg_backup_start('standby', fast => true)`);
    await run('cp', ['-a', join(from, 'cluster'), cluster]);
    const { rows } = await client.query('select labelfile from pg_backup_stop()');
    rmSync(join(cluster, 'postmaster.pid'));
    for (const [name, text] of [
      ['backup_label', rows[0].labelfile],
      ['standby.signal', ''],
    ]) {
      writeFileSync(join(cluster, name), text);
      chownSync(join(cluster, name), uid, gid);
    }
  });
  copyFileSync(join(from, 'password'), join(to, 'password'));
}
