import { chownSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild, type Child } from '@order-countdown/local-services/child';
import { findFreePort } from '@order-countdown/local-services/ports';
import { chooseAccount, launchAs } from '@order-countdown/local-services/unprivileged';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import { read } from './documents.ts';
import { requirePgbouncer } from './required-program.ts';

/** PgBouncer in front of a Postgres, as `deploy/pgbouncer/pgbouncer.ini` sets it up. */
export interface Pgbouncer {
  /** The same database and role, through PgBouncer. */
  url: string;
  /** Ends it as a crash would, with all its connections. */
  kill(): Promise<void>;
  /** Starts it again after it was killed. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * @param databaseUrl to where it leads: the role is the only one that may sign in
 * @param settings in place of those of the example
 */
export async function startPgbouncer(
  databaseUrl: string,
  settings: Record<string, string | number> = {},
): Promise<Pgbouncer> {
  const command = await requirePgbouncer();
  const { hostname, port: serverPort, username, password, pathname } = new URL(databaseUrl);
  const port = await findFreePort();
  const folder = makeTemporaryFolder('pgbouncer');
  const account = chooseAccount(folder);
  const [users, file] = [join(folder, 'userlist.txt'), join(folder, 'pgbouncer.ini')];
  writeFileSync(users, `"${username}" "${password}"\n`, { mode: 0o600 });
  if (account) chownSync(users, account.uid, account.gid);
  const own = {
    order_countdown: `host=${hostname} port=${serverPort} dbname=${pathname.slice(1)}`,
    listen_addr: '127.0.0.1',
    listen_port: port,
    auth_file: users,
    ...settings,
  };
  writeFileSync(file, withSettings(read('deploy/pgbouncer/pgbouncer.ini'), own));

  let child: Child | undefined;
  async function start(): Promise<void> {
    const up = Promise.withResolvers<void>();
    const started = await startChild({
      ...launchAs(account, command, [file], folder),
      cwd: '/',
      stopSignal: 'SIGINT',
      graceMs: 2_000,
      onLine: (line) => line.includes('process up') && up.resolve(),
    });
    child = started;
    void started.exited.then(() =>
      up.reject(new Error(`PgBouncer exited:\n${started.lastLines.join('\n')}`)),
    );
    await up.promise;
  }

  async function kill(): Promise<void> {
    child?.signal('SIGKILL');
    await child?.exited;
  }

  await start();
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  url.pathname = '/order_countdown';
  return {
    url: url.href,
    kill,
    start,
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A second section `[pgbouncer]` would reset the first one, so the lines of the example are replaced. */
function withSettings(text: string, settings: Record<string, string | number>): string {
  return Object.entries(settings).reduce((before, [name, value]) => {
    const line = new RegExp(`^${name} = .*$`, 'm');
    if (!line.test(before)) throw new Error(`the example does not set ${name}`);
    return before.replace(line, `${name} = ${value}`);
  }, text);
}
