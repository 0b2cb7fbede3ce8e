import { expect } from 'vitest';
import { createClient, type Client } from './client.ts';
import { startFleet, type Fleet } from './fleet.ts';
import { brokenPromises } from './promises.ts';
import { startSteadyLoad } from './steady-load.ts';
import { readToTheEnd } from './stream-reader.ts';
import { until } from './until.ts';

export interface RollingRestartOptions {
  /** How often every process is restarted. */
  rounds: number;
  clients: number;
  /** Orders that are watched, and extended all the while. */
  streams: number;
}

/** Restarts two APIs and two workers behind HAProxy under load, and expects that nobody notices. */
export async function expectUnnoticedRestarts(options: RollingRestartOptions): Promise<void> {
  const fleet = await startFleet();
  const { url } = fleet.haproxy;
  const client = createClient(url);
  const placing = Array.from({ length: options.streams }, () => client.place({ expiresInSeconds: 600 }));
  const watched: string[] = (await Promise.all(placing)).map(({ body }) => body.id);
  const reading = Promise.all(watched.map((id) => readToTheEnd(`${url}/v1/orders/${id}/stream`)));
  // It is awaited after the restarts, and may fail before.
  reading.catch(() => undefined);
  const load = startSteadyLoad(url, options.clients);
  await until(() => load.answered() > 100);

  for (let round = 0; round < options.rounds; round += 1) {
    expect(await extendingWhile(fleet.restart(), client, watched)).toEqual([0, 0, 0, 0]);
  }
  for (const id of watched) await client.post(`/v1/orders/${id}/pay`);
  expect(await load.stop()).toEqual([]);

  for (const { ids, connections } of await reading) {
    expect(ids).toEqual(Array.from({ length: ids.length }, (_, index) => index + 1));
    expect(connections).toBeGreaterThan(1);
  }
  await expectNothingLost(fleet);
  await fleet.close();
}

/** Gives the streams of these orders events to miss. @returns what the work returns */
async function extendingWhile<Result>(
  work: Promise<Result>,
  client: Client,
  ids: readonly string[],
): Promise<Result> {
  const over = new AbortController();
  const watchedWork = work.finally(() => over.abort());
  while (!over.signal.aborted) {
    for (const id of ids) {
      const { status, body } = await client.post(`/v1/orders/${id}/extend`, { seconds: 1 });
      expect({ status, body }).toEqual({ status: 200, body: expect.anything() });
    }
  }
  return watchedWork;
}

/** No request had to be sent twice, no job stays behind, and every promise is kept. */
async function expectNothingLost({ haproxy, context }: Fleet): Promise<void> {
  for (const { wretr, wredis, eresp } of [await haproxy.server('api-1'), await haproxy.server('api-2')]) {
    expect({ wretr, wredis, eresp }).toEqual({ wretr: '0', wredis: '0', eresp: '0' });
  }
  const due = `select from orders where status = 'pending' and expires_at < now() + interval '5 seconds'`;
  await until(async () => (await context.postgres.query(due)).rowCount === 0);
  await until(async () => (await context.redis.llen('bull:order-expiry:active')) === 0);
  expect(await brokenPromises(context)).toEqual([]);
}
