import { slotOf } from '@order-countdown/shared/redis/key-slot';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startClusterSystem, type ClusterSystem } from '../support/cluster-system.ts';
import { startSteadyLoad, type SteadyLoad } from '../support/steady-load.ts';
import { until, untilNone } from '../support/until.ts';

let system: ClusterSystem;
let load: SteadyLoad;

beforeAll(async () => {
  system = await startClusterSystem();
  await until(() => system.worker.log.some(({ msg }) => msg === 'reconciled alarms with the ledger'));
});

afterAll(() => system.close());

beforeEach(async () => {
  await system.cluster.whole();
  load = startSteadyLoad(system.api.url, 8);
  await until(() => load.answered() > 200);
});

const slotsOfShards = () => system.layout.shards.map(({ tag }) => slotOf(tag.slice(1, -1)));

/** After whatever happened. */
async function allIsWell(): Promise<void> {
  const then = load.answered();
  await until(() => load.answered() > then + 200);
  expect(await load.stop()).toEqual([]);
  await untilNone(() => system.brokenPromises());
  const { rows } = await system.postgres.query(
    `select max(extract(epoch from cancelled_at - expires_at)) as late from orders where status = 'cancelled'`,
  );
  expect(Number(rows[0].late)).toBeLessThan(2);
}

test('slots of shards are moved to another master and back under load', async () => {
  const [slot] = slotsOfShards();
  const home = await system.cluster.masterOf(slot!);
  const other = await system.cluster.masterOf(slotsOfShards().at(-1)!);
  for (const to of [other, home, other, home]) {
    await system.cluster.moveSlot(slot!, to);
    const then = load.answered();
    await until(() => load.answered() > then + 100);
    expect(await system.cluster.masterOf(slot!)).toBe(to);
  }
  await allIsWell();
});

test('a master that is cut off from the others is replaced, and comes back as a replica', async () => {
  const [slot] = slotsOfShards();
  const master = await system.cluster.masterOf(slot!);
  master.freeze();
  try {
    await until(() => system.cluster.masterOf(slot!, master).catch(() => null));
    const then = load.answered();
    await until(() => load.answered() > then + 50);
  } finally {
    master.thaw();
  }
  const replication = () => master.redis.info('replication');
  await until(async () => (await replication()).includes('role:slave'));
  expect(await replication()).toContain('role:slave');
  await allIsWell();
});
