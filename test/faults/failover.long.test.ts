import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInsistentLoad } from '../support/insistent-load.ts';
import { startReplicatedSystem, type ReplicatedSystem } from '../support/replicated-system.ts';
import { until } from '../support/until.ts';

let system: ReplicatedSystem;

beforeAll(async () => {
  system = await startReplicatedSystem();
});
afterAll(() => system.close());

test.each(['killed', 'frozen', 'cut off and killed', 'frozen', 'frozen'])(
  'a primary that is %s under load is replaced by its standby, and comes back as one',
  async (fault) => {
    const { replicated, proxy, api } = system;
    const load = startInsistentLoad(api.url, 16);
    await until(() => load.paid.length > 200);
    const reconciled = system.reconciliations();
    const formerUrl = replicated.primaryUrl();
    let thaw = () => {};
    if (fault === 'cut off and killed') {
      replicated.cutOff();
      // Without synchronous replication, payments would go on, and be lost.
      const before = load.paid.length;
      await until(async () => (await replicated.waitingCommits()) > 0 || load.paid.length > before + 100);
    }
    if (fault === 'frozen') thaw = replicated.freezePrimary();
    else await replicated.killPrimary();
    await until(() => load.refused() > 16);
    await system.untilReadyIs(503);
    await replicated.promote();
    await until(() => system.reconciliations() > reconciled);

    thaw();
    // A frozen one takes itself for the primary still, and so does HAProxy, but sends it nobody.
    if (fault === 'frozen') {
      await until(() => proxy.isPrimary(formerUrl));
      // Whoever takes over from this HAProxy knows it from the one of before.
      await proxy.reload();
      await until(() => proxy.isPrimary(formerUrl));
    }
    const before = load.paid.length;
    await until(() => load.paid.length > before + 200);
    await load.stop();
    expect(await system.portBehindProxy()).toBe(Number(new URL(replicated.primaryUrl()).port));
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
  await until(() => load.paid.length > 300);
  await load.stop();
  await system.expectNothingLost(load);
});

test('without synchronous replication, what the standby had not received is forgotten by all', async () => {
  const { replicated, client } = system;
  const place = async (): Promise<string> => (await client.place({ expiresInSeconds: 600 })).body.id;
  await until(async () => (await client.place()).status === 201);
  const kept = await place();
  await replicated.stopWaiting();
  await replicated.stopStandby();
  const forgotten = await place();
  expect(await client.post(`/v1/orders/${kept}/pay`, {})).toMatchObject({ status: 200 });
  await until(async () => (await client.get(`/v1/orders/${forgotten}/countdown`)).status === 200);
  const reconciled = system.reconciliations();
  await replicated.killPrimary();
  await replicated.startStandby();
  await replicated.promote();
  await until(() => system.reconciliations() > reconciled);

  await until(async () => (await client.get(`/v1/orders/${forgotten}`)).status === 404);
  expect(await client.get(`/v1/orders/${forgotten}/countdown`)).toMatchObject({ status: 404 });
  expect(await client.get(`/v1/orders/${kept}`)).toMatchObject({ body: { status: 'pending' } });
  expect(await client.get(`/v1/orders/${kept}/countdown`)).toMatchObject({ status: 200 });
  expect(await client.post(`/v1/orders/${kept}/pay`, {})).toMatchObject({ status: 200 });
});
