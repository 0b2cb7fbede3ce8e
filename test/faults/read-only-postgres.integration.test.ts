import { afterAll, beforeAll, expect, test } from 'vitest';
import { brokenPromises } from '../support/promises.ts';
import { startSystem, withoutSweep, type System } from '../support/system.ts';
import { until } from '../support/until.ts';

let system: System;

beforeAll(async () => {
  system = await startSystem({ workerEnv: withoutSweep });
});
afterAll(() => system.close());

/** Lets the server's new sessions only read, and ends the old ones: what clients of a demoted primary see. */
async function setReadOnly(isReadOnly: boolean): Promise<void> {
  const { postgres } = system.context;
  const { rows } = await postgres.query<{ name: string }>('select quote_ident(current_database()) as name');
  await postgres.query('set default_transaction_read_only = off');
  await postgres.query(
    `alter database ${rows[0]?.name} set default_transaction_read_only = ${isReadOnly ? 'on' : 'off'}`,
  );
  if (!isReadOnly) return;
  await postgres.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name like 'order-countdown-%'`,
  );
}

const readiness = async (url: string) => (await fetch(`${url}/health/ready`)).status;

test('while Postgres only reads, requests get 503 and alarms wait; afterwards all goes on by itself', async () => {
  const { api, worker, client } = system;
  const { body: order } = await client.place({ expiresInSeconds: 2 });
  await setReadOnly(true);
  await until(async () => (await readiness(api.url)) === 503 && (await readiness(worker.url)) === 503);

  const refused = await client.post('/v1/orders', { amount: 100, currency: 'CNY' });
  expect(refused).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect(refused.headers.has('Retry-After')).toBe(true);
  expect(await client.post(`/v1/orders/${order.id}/pay`)).toMatchObject({ status: 503 });
  // Reading still works, and shows that nothing has cancelled the order.
  await until(async () => (await client.get(`/v1/orders/${order.id}`)).body.remainingMs === 0);
  expect((await client.get(`/v1/orders/${order.id}`)).body.status).toBe('pending');

  await setReadOnly(false);
  await until(async () => (await readiness(api.url)) === 200 && (await readiness(worker.url)) === 200);
  await until(async () => (await client.get(`/v1/orders/${order.id}`)).body.status === 'cancelled');
  await until(async () => (await client.place()).status === 201);
  expect(await brokenPromises(system.context)).toEqual([]);
  expect(worker.log.filter(({ msg }) => msg === 'job failed')).toEqual([]);
});
