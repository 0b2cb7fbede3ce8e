import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInsistentLoad } from '../support/insistent-load.ts';
import { startReplicatedSystem, type ReplicatedSystem } from '../support/replicated-system.ts';
import { openStream } from '../support/stream.ts';
import { until } from '../support/until.ts';

let system: ReplicatedSystem;

beforeAll(async () => {
  system = await startReplicatedSystem();
});
afterAll(() => system.close());

test('when the primary is killed under load and the standby promoted, nothing acknowledged is lost', async () => {
  const { replicated, api, client } = system;
  const { body: watched } = await client.place({ expiresInSeconds: 600 });
  const stream = await openStream(`${api.url}/v1/orders/${watched.id}/stream`);
  await stream.event('snapshot');
  await until(() => system.reconciliations() === 1);
  const load = startInsistentLoad(api.url, 16);
  await until(() => load.paid.length > 100);
  const { body: lapsing } = await client.place({ expiresInSeconds: 1 });

  await replicated.killPrimary();
  await until(() => load.refused() > 16);
  await system.untilReadyIs(503);
  expect(await client.get(`/v1/orders/${watched.id}/countdown`)).toMatchObject({ status: 200 });
  await replicated.promote();

  const before = load.paid.length;
  await until(() => load.paid.length > before + 100);
  await load.stop();
  await system.untilReadyIs(200);
  await until(async () => (await client.get(`/v1/orders/${lapsing.id}`)).body.status === 'cancelled');
  await until(() => system.reconciliations() > 1);
  expect(await client.post(`/v1/orders/${watched.id}/pay`, {})).toMatchObject({ status: 200 });
  await stream.event('order.paid');
  await system.expectNothingLost(load);
});
