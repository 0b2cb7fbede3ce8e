import { maxConnections } from '../postgres/instance.ts';
import { eventually, hold } from '../waiting.ts';
import { takeConnections } from './connections.ts';
import type { Fault } from './fault.ts';

const terminationIntervalMs = 50;
const maxGapMs = 2_000;

/** Starts a fault on a whole pair, and leaves the pair whole. */
function onPair(kind: string, extraMs: number, run: Fault['run']): Fault {
  return {
    kind,
    area: 'postgres',
    extraMs,
    async run(target, how) {
      await target.cluster.postgres.whole();
      try {
        await run(target, how);
      } finally {
        await target.cluster.postgres.whole();
      }
    },
  };
}

const promoting = (...fault: Parameters<typeof onPair>): Fault => ({ ...onPair(...fault), promotes: true });

export const postgresFaults: readonly Fault[] = [
  onPair('postgres-restarted', 2_000, async ({ cluster: { postgres } }, { holdMs, signal }) => {
    await postgres.primary.stop();
    await hold(holdMs, signal);
  }),
  onPair('postgres-killed', 3_000, async ({ cluster: { postgres } }, { holdMs, signal }) => {
    await postgres.primary.kill();
    await hold(holdMs, signal);
  }),
  onPair('postgres-frozen', 1_000, async ({ cluster: { postgres } }, { holdMs, signal }) => {
    const thaw = postgres.primary.freeze();
    try {
      await hold(holdMs, signal);
    } finally {
      thaw();
    }
  }),
  onPair('postgres-statements-cut', 1_000, async ({ cluster: { postgres } }, { holdMs, signal }) => {
    await postgres.primary.withClient(async (client) => {
      const untilMs = performance.now() + holdMs;
      while (performance.now() < untilMs && !signal.aborted) {
        await client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where application_name like 'order-countdown-%' and state = 'active'`,
        );
        await hold(terminationIntervalMs, signal);
      }
    });
  }),
  onPair('postgres-out-of-connections', 1_000, async ({ cluster: { postgres } }, { holdMs, signal }) => {
    const release = await takeConnections(postgres.primary, maxConnections);
    try {
      await hold(holdMs, signal);
    } finally {
      await release();
    }
  }),
  {
    ...onPair(
      'postgres-out-of-disk',
      3_000,
      async ({ cluster: { postgres } }, { holdMs, random, signal }) => {
        const empty = await postgres.primary.disk.fill?.(random.int(0, 256));
        try {
          await hold(holdMs, signal);
        } finally {
          await empty?.();
        }
        // It ends when it can't write its log of changes, and then needs a moment to notice that it can again.
        await eventually('Postgres writes again', () => writes(postgres.primary), 60_000);
      },
    ),
    obstacle: ({ cluster: { postgres } }) =>
      postgres.primary.disk.fill === null ? 'a small file system can be mounted by root alone' : null,
  },
  promoting('postgres-failover', 8_000, async ({ cluster: { postgres } }, { holdMs, random, signal }) => {
    const former = await postgres.promote(random.chance(0.5) ? 'kill' : 'freeze');
    try {
      await hold(Math.min(holdMs, random.int(0, maxGapMs)), signal);
      former.leave();
      await hold(holdMs, signal);
    } finally {
      await former.replace();
    }
  }),
  promoting(
    'postgres-former-primary',
    10_000,
    async ({ cluster: { postgres } }, { holdMs, random, signal }) => {
      const former = await postgres.promote(random.chance(0.5) ? 'kill' : 'freeze');
      try {
        former.leave();
        await hold(random.int(0, maxGapMs), signal);
        await former.comeBack();
        await hold(holdMs, signal);
      } finally {
        await former.replace();
      }
    },
  ),
];

type Instance = Parameters<typeof takeConnections>[0];

async function writes(primary: Instance): Promise<boolean> {
  await primary.start();
  await primary.query('create temporary table proof as select 1 as one');
  return true;
}
