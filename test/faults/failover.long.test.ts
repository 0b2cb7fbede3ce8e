import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInsistentLoad } from '../support/insistent-load.ts';
import { inSession } from '../support/replicated-postgres.ts';
import { startReplicatedSystem, type ReplicatedSystem } from '../support/replicated-system.ts';
import { until } from '../support/until.ts';

let system: ReplicatedSystem;

beforeAll(async () => {
  system = await startReplicatedSystem();
});
afterAll(() => system.close());

const processes = `select from pg_stat_activity
  where application_name like 'order-countdown-%' and backend_start > $1`;

test.each(['killed', 'frozen', 'killed', 'frozen', 'frozen'])(
  'a primary that is %s under load is replaced by its standby, and comes back as one',
  async (fault) => {
    const { replicated, api, reconciliations } = system;
    const load = startInsistentLoad(api.url, 16);
    await until(() => load.paid.length > 200);
    const reconciled = reconciliations();
    const formerUrl = replicated.primaryUrl();
    let thaw = () => {};
    if (fault === 'killed') await replicated.killPrimary();
    else thaw = replicated.freezePrimary();
    await until(() => load.refused() > 16);
    await system.untilReadyIs(503);
    await replicated.promote();
    await until(() => reconciliations() > reconciled);

    const thawedAt = new Date();
    thaw();
    const before = load.paid.length;
    await until(() => load.paid.length > before + 2_000);
    await load.stop();
    if (fault === 'frozen') {
      // It takes itself for the primary still, and HAProxy, which asks it twice a second, sends it nobody.
      const strays = await inSession(formerUrl, (session) => session.query(processes, [thawedAt]));
      expect(strays.rows).toEqual([]);
    }
    await replicated.rejoin();
    await system.untilReadyIs(200);
    await system.expectNothingLost(load);
  },
);

test('while a synchronous standby is away nothing is acknowledged, and what waits is kept when it is back', async () => {
  const { replicated, api, client } = system;
  const load = startInsistentLoad(api.url, 4);
  await until(() => load.paid.length > 100);
  await replicated.stopStandby();
  // What was under way has been answered by then, or has got 503.
  await until(() => load.refused() >= 4);
  const acknowledged = load.placed.length + load.paid.length;
  expect(await client.place()).toMatchObject({ status: 503 });
  expect(load.placed.length + load.paid.length).toBe(acknowledged);
  await replicated.startStandby();
  await until(() => load.paid.length > 1_000);
  await load.stop();
  await system.expectNothingLost(load);
});
