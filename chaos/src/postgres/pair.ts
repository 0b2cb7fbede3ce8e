import type { Link } from '../links/link.ts';
import { eventually } from '../waiting.ts';
import { copyCluster, makeStandby } from './base-copy.ts';
import { createInstance, type PostgresInstance } from './instance.ts';

const standbyLimitMs = 120_000;

/**
 * A primary and a standby that streams from it synchronously: what the primary acknowledges survives a failover.
 * Only one fault at a time may touch the pair, and each begins with {@link PostgresPair.whole}.
 */
export interface PostgresPair {
  readonly primary: PostgresInstance;
  /** The processes' ways to the primary. They follow failovers. */
  readonly links: Set<Link>;
  /** Resolves when the primary answers and the standby confirms its commits. Starts or makes what is missing. */
  whole(): Promise<void>;
  /**
   * Loses the primary and promotes the standby. Until {@link FormerPrimary.replace}, there is no standby.
   *
   * @param loss how the primary is lost
   * @throws Error if the standby can't be promoted
   */
  promote(loss: 'kill' | 'freeze'): Promise<FormerPrimary>;
  close(): Promise<void>;
}

/** The primary that a failover has left behind. Clients still have their way to it. */
export interface FormerPrimary {
  /** Leads the clients to the new primary. */
  leave(): void;
  /** Makes the server a standby of nobody, which only reads, and leads the clients to it. */
  comeBack(): Promise<void>;
  /** Leads the clients to the new primary, deletes the server, and makes a new standby. */
  replace(): Promise<void>;
}

/** Starts a primary, and a standby copied from it. */
export async function startPostgresPair(log: (line: string) => void): Promise<PostgresPair> {
  const links = new Set<Link>();
  let made = 0;
  const nextName = (): string => `postgres-${(made += 1)}`;
  const logOf = (name: string) => (line: string) => log(`${name} ${line}`);

  const first = nextName();
  let primary = await createInstance(first, logOf(first));
  let standby: PostgresInstance | null = await addStandby();

  /** From the next commit on, the primary waits for the standby. */
  async function addStandby(): Promise<PostgresInstance> {
    const name = nextName();
    const made = await createInstance(name, logOf(name), async (dataDir) => {
      await primary.withClient((client) => copyCluster(client, primary.disk.dataDir, dataDir));
      makeStandby(dataDir, primary.url);
    });
    await setSynchronous(primary, '*');
    return made;
  }

  const leadTo = (instance: PostgresInstance): void => {
    for (const link of links) link.pointAt(instance.port);
  };

  /** Copying a primary that clients keep busy can fail: then it is tried again. */
  async function isWhole(): Promise<boolean> {
    await primary.start();
    standby ??= await addStandby();
    await standby.start();
    return confirmsCommits(primary);
  }

  const whole = async (): Promise<void> => {
    await eventually('the standby confirms commits', isWhole, standbyLimitMs);
  };

  async function promote(loss: 'kill' | 'freeze'): Promise<FormerPrimary> {
    const [former, next] = [primary, standby];
    if (!next) throw new Error('there is no standby');
    if (loss === 'kill') await former.kill();
    else former.freeze();
    await next.query('select pg_promote(true, 30)');
    await eventually('the standby is promoted', () => isPrimary(next), standbyLimitMs);
    primary = next;
    standby = null;
    return {
      leave: () => leadTo(primary),
      async comeBack() {
        await former.kill(); // it must never write again
        makeStandby(former.disk.dataDir, null);
        await former.start();
        leadTo(former);
      },
      async replace() {
        leadTo(primary);
        await former.remove();
        await whole();
      },
    };
  }

  return {
    links,
    get primary() {
      return primary;
    },
    whole,
    promote,
    async close() {
      await Promise.all([standby?.remove(), primary.remove()]);
    },
  };
}

async function setSynchronous(primary: PostgresInstance, names: '*' | ''): Promise<void> {
  await primary.query(`alter system set synchronous_standby_names = '${names}'`);
  await primary.query('select pg_reload_conf()');
}

async function confirmsCommits(primary: PostgresInstance): Promise<boolean> {
  const rows = await primary.query(
    `select from pg_stat_replication where state = 'streaming' and sync_state = 'sync'`,
  );
  return rows.length > 0;
}

async function isPrimary(instance: PostgresInstance): Promise<boolean> {
  const rows = await instance.query<{ standby: boolean }>('select pg_is_in_recovery() as standby');
  return rows[0]?.standby === false;
}
