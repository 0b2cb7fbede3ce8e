import { execFile } from 'node:child_process';
import { chownSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPostgres } from '@order-countdown/local-services/postgres';
import { findFreePort } from '@order-countdown/local-services/ports';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import { Client } from 'pg';
import { fillFromTemplate } from './postgres-template.ts';
import { until } from './until.ts';

const run = promisify(execFile);

/** A Postgres that archives its WAL, and can be restored to a point in time as docs/operations.md describes. */
export interface RestorablePostgres {
  url: string;
  takeBaseCopy(): Promise<void>;
  /** @returns the database's clock, after every commit so far */
  now(): Promise<string>;
  /** Replaces the server by one with the base copy and the WAL up to `target`, on the same port. Returns once it accepts writes. */
  restoreTo(target: string): Promise<void>;
  stop(): Promise<void>;
}

export async function startRestorablePostgres(): Promise<RestorablePostgres> {
  const dataDir = makeTemporaryFolder('restorable');
  const [cluster, base, archive] = ['cluster', 'base', 'archive'].map((name) => join(dataDir, name)) as [
    string,
    string,
    string,
  ];
  const port = await findFreePort();
  await fillFromTemplate(dataDir);
  mkdirSync(archive);

  const start = (settings: Record<string, string> = {}) =>
    startPostgres({
      dataDir,
      port,
      durable: false,
      settings: {
        archive_mode: 'on',
        archive_command: `test ! -f ${archive}/%f && cp %p ${archive}/%f`,
        ...settings,
      },
    });
  let server = await start();
  // The server's account is another one if we are root.
  const { uid, gid } = statSync(cluster);
  chownSync(archive, uid, gid);

  function write(file: string, text: string): void {
    writeFileSync(file, text);
    chownSync(file, uid, gid);
  }

  async function inSession<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
    const client = new Client({ connectionString: server.url });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  return {
    url: server.url,

    takeBaseCopy: () =>
      inSession(async (client) => {
        await client.query(`select pg_backup_start('base', fast => true)`);
        await run('cp', ['-a', cluster, base]);
        const { rows } = await client.query('select labelfile from pg_backup_stop()');
        rmSync(join(base, 'postmaster.pid'));
        write(join(base, 'backup_label'), rows[0].labelfile);
      }),

    now: () =>
      inSession(async (client) => {
        const { rows } = await client.query('select clock_timestamp()::text as now');
        return rows[0].now;
      }),

    async restoreTo(target) {
      // A stopping server archives the segments that are complete.
      await inSession((client) => client.query('select pg_switch_wal()'));
      await server.stop();
      rmSync(cluster, { recursive: true });
      await run('cp', ['-a', base, cluster]);
      write(join(cluster, 'recovery.signal'), '');
      server = await start({
        restore_command: `cp ${archive}/%f %p`,
        recovery_target_time: target,
        recovery_target_action: 'promote',
      });
      await until(() =>
        inSession(async (client) => {
          const { rows } = await client.query('select not pg_is_in_recovery() as accepts_writes');
          return rows[0].accepts_writes;
        }),
      );
    },

    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
