import { slotOf } from '@order-countdown/shared/redis/key-slot';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startClusterSystem, type ClusterSystem } from '../support/cluster-system.ts';
import { startSteadyLoad } from '../support/steady-load.ts';
import { until, untilNone } from '../support/until.ts';

let system: ClusterSystem;

beforeAll(async () => {
  system = await startClusterSystem();
  await until(async () => (await system.client.get('/health/ready')).body.redis === 'up');
});

afterAll(() => system.close());

const reconciledShards = () =>
  system.worker.log
    .filter(({ msg }) => msg === 'reconciling alarms with the ledger')
    .map(({ shards }) => Number(shards));

test('a master that dies under load costs no request and no deadline, and only its shards are set anew', async () => {
  await until(() => system.worker.log.some(({ msg }) => msg === 'reconciled alarms with the ledger'));
  const before = reconciledShards().length;
  const load = startSteadyLoad(system.api.url, 8);
  await until(() => load.answered() > 200);
  const [shard] = system.layout.shards;
  const master = await system.cluster.masterOf(slotOf(shard!.tag.slice(1, -1)));
  await master.kill();
  const atKill = load.answered();
  await until(() => load.answered() > atKill + 500);
  await system.cluster.whole();
  await until(() => reconciledShards().length > before);
  const atWhole = load.answered();
  await until(() => load.answered() > atWhole + 200);
  expect(await load.stop()).toEqual([]);

  // Orders of the load are due within a second, and two sweeps are two seconds.
  await until(async () => {
    const { rows } = await system.postgres.query(
      `select 1 from orders where status = 'pending' and expires_at < now() - interval '10 milliseconds'`,
    );
    return rows.length === 0;
  });
  const { rows } = await system.postgres.query(
    `select max(extract(epoch from cancelled_at - expires_at)) as late from orders where status = 'cancelled'`,
  );
  expect(Number(rows[0].late)).toBeLessThan(2);
  await untilNone(() => system.brokenPromises());
  const shards = system.layout.shards.length;
  for (const count of reconciledShards().slice(before)) expect(count).toBeLessThan(shards);
});
