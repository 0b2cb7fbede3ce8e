import { slotOf } from '@order-countdown/shared/redis/key-slot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startClusterSystem, type ClusterSystem } from '../support/cluster-system.ts';
import { startSteadyLoad } from '../support/steady-load.ts';
import { until, untilNone } from '../support/until.ts';

/* Without replicas, and with `cluster-require-full-coverage no`: the other masters go on without the one that is dead. */

let system: ClusterSystem;

beforeAll(async () => {
  system = await startClusterSystem(
    {},
    { replicas: false, settings: { 'cluster-require-full-coverage': 'no' } },
  );
  await until(() => said('reconciled alarms with the ledger') > 0);
});

afterAll(() => system.close());

const said = (text: string) => system.worker.log.filter(({ msg }) => msg === text).length;

const slotOfTag = (tag: string) => slotOf(tag.slice(1, -1));

test('a master that is dead for more than a minute costs the others no reconciliation, and has its own once it is back', async () => {
  const { cluster, layout } = system;
  const ofMarks = await cluster.masterOf(slotOfTag(layout.tag));
  const masters = await Promise.all(layout.shards.map(({ tag }) => cluster.masterOf(slotOfTag(tag))));
  const killed = masters.find((master) => master !== ofMarks)!;
  const ofKilled = masters.filter((master) => master === killed).length;
  const load = startSteadyLoad(system.api.url, 4);
  await until(() => load.answered() > 100);
  const before = said('reconciling alarms with the ledger');

  await killed.kill();
  const diedAt = performance.now();
  const failed = 'shards of alarms failed for too long, their reconciliation requested';
  await until(() => said(failed) > 0, 60_000);
  await until(() => performance.now() - diedAt > 75_000, 90_000, 1_000);
  const then = load.answered();
  await until(() => load.answered() > then + 50);
  expect(said(failed)).toBe(1);
  expect(said('events were not followed for too long, reconciliation requested')).toBe(0);
  expect(said('reconciling alarms with the ledger')).toBe(before);

  await killed.start();
  await cluster.whole();
  await until(() => said('reconciled alarms with the ledger') > before);
  const last = load.answered();
  await until(() => load.answered() > last + 50);
  expect(await load.stop()).toEqual([]);
  await untilNone(() => system.brokenPromises());
  const reconciled = system.worker.log.filter(({ msg }) => msg === 'reconciling alarms with the ledger');
  for (const { shards } of reconciled.slice(before)) expect(shards).toBe(ofKilled);
}, 300_000);
