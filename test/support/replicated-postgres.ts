import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFreePort } from '@order-countdown/local-services/ports';
import { startPostgres } from '@order-countdown/local-services/postgres';
import type { LocalService } from '@order-countdown/local-services/service';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import { Client } from 'pg';
import { copyRunningPostgres } from './copy-postgres.ts';
import { startCuttingProxy, type CuttingProxy } from './cutting-proxy.ts';
import { fillFromTemplate } from './postgres-template.ts';
import { freezeWithChildren } from './freeze-process.ts';
import { until } from './until.ts';

/** A primary and a standby that has every commit before it is answered, as docs/operations.md describes. */
export interface ReplicatedPostgres {
  /** Both servers. */
  urls: readonly [string, string];
  primaryUrl(): string;
  /** Ends the primary as a crash would. */
  killPrimary(): Promise<void>;
  /** From now on, the standby gets nothing more from this primary. */
  cutOff(): void;
  /** How many commits wait for the standby. */
  waitingCommits(): Promise<number>;
  /** The primary keeps its connections, and answers nothing. @returns lets it go on, as if nothing had happened */
  freezePrimary(): () => void;
  /** Returns once the standby accepts writes. It has no standby of its own. */
  promote(): Promise<void>;
  /** Makes the former primary the standby, with a new copy. */
  rejoin(): Promise<void>;
  /** Commits no longer wait for the standby, until it joins again. */
  stopWaiting(): Promise<void>;
  stopStandby(): Promise<void>;
  startStandby(): Promise<void>;
  stop(): Promise<void>;
}

/** For the checks of deploy/haproxy/postgres.cfg. */
const checkRole = 'order_countdown_check';

interface Server {
  dataDir: string;
  port: number;
  service?: LocalService;
}

export async function inSession<Result>(
  url: string,
  work: (client: Client) => Promise<Result>,
): Promise<Result> {
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
  const folder = makeTemporaryFolder('replicated');
  let primary: Server = { dataDir: join(folder, 'a'), port: await findFreePort() };
  let standby: Server = { dataDir: join(folder, 'b'), port: await findFreePort() };
  const urlOf = ({ service }: Server): string => {
    if (!service) throw new Error('the server was not started');
    return service.url;
  };

  async function start(server: Server, settings: Record<string, string> = {}): Promise<void> {
    server.service = await startPostgres({
      ...server,
      durable: false,
      settings: { synchronous_commit: 'on', wal_keep_size: '256MB', ...settings },
    });
  }

  let link: CuttingProxy | undefined;
  async function startStandby(): Promise<void> {
    await link?.close();
    link = await startCuttingProxy(urlOf(primary));
    const url = new URL(urlOf(primary));
    url.host = new URL(link.url).host;
    await start(standby, { primary_conninfo: `${url.href}?application_name=standby_1` });
  }

  /** Starts the standby with a copy of the primary, and has commits wait for it. */
  async function addStandby(): Promise<void> {
    await copyRunningPostgres(urlOf(primary), primary.dataDir, standby.dataDir);
    await startStandby();
    await inSession(urlOf(primary), async (client) => {
      await client.query(`alter system set synchronous_standby_names = 'standby_1'`);
      await client.query('select pg_reload_conf()');
      await until(async () => {
        const { rowCount } = await client.query(`select from pg_stat_replication where sync_state = 'sync'`);
        return rowCount === 1;
      });
    });
  }

  await fillFromTemplate(primary.dataDir);
  allowChecks(join(primary.dataDir, 'cluster', 'pg_hba.conf'));
  await start(primary);
  await inSession(urlOf(primary), (client) =>
    client.query(`create role ${checkRole} login connection limit 10`),
  );
  await prepare(urlOf(primary));
  await addStandby();

  return {
    urls: [urlOf(primary), urlOf(standby)],
    primaryUrl: () => urlOf(primary),
    async killPrimary() {
      primary.service?.signal('SIGKILL');
      await primary.service?.exited;
    },
    cutOff: () => link?.cutAll(),
    waitingCommits: () =>
      inSession(urlOf(primary), async (client) => {
        const { rowCount } = await client.query(`select from pg_stat_activity where wait_event = 'SyncRep'`);
        return rowCount ?? 0;
      }),
    freezePrimary: () => freezeWithChildren(primary.service!.pid),
    async promote() {
      await inSession(urlOf(standby), (client) => client.query('select pg_promote()'));
      [primary, standby] = [standby, primary];
    },
    async rejoin() {
      await standby.service?.stop();
      rmSync(standby.dataDir, { recursive: true });
      await addStandby();
    },
    stopWaiting: () =>
      inSession(urlOf(primary), async (client) => {
        await client.query('alter system reset synchronous_standby_names');
        await client.query('select pg_reload_conf()');
        await until(
          async () =>
            (await client.query('show synchronous_standby_names')).rows[0].synchronous_standby_names === '',
        );
      }),
    stopStandby: async () => standby.service?.stop(),
    startStandby,
    async stop() {
      await Promise.all([primary.service?.stop(), standby.service?.stop()]);
      await link?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The first line that fits counts. */
function allowChecks(file: string): void {
  writeFileSync(file, `host postgres ${checkRole} 127.0.0.1/32 trust\n${readFileSync(file, 'utf8')}`);
}
