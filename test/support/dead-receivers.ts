import { setTimeout as sleep } from 'node:timers/promises';
import { startSystem, type System } from './system.ts';
import { until } from './until.ts';
import { startReceiver, type Receiver } from './webhook-receiver.ts';
import { register } from './webhook-system.ts';

/** A system with one healthy receiver, and others that take what is sent and never answer. */
export interface DeadReceivers {
  system: System;
  healthy: Receiver;
  /** Attempts that the dead receivers got, and that the sender has given up since. */
  givenUp(): number;
  /** Places orders at an even pace. @returns how long each event took to the healthy receiver, in ms, sorted */
  latencies(orders: number, perSecond: number): Promise<number[]>;
  close(): Promise<void>;
}

/** @param backlog deliveries that wait for the dead receivers, in all */
export async function startDeadReceivers(count: number, backlog: number): Promise<DeadReceivers> {
  const system = await startSystem({ apiEnv: { RATE_LIMIT_PER_MINUTE: '10000000' } });
  const healthy = await startReceiver();
  const dead = await startReceiver();
  let givenUp = 0;
  dead.answer = (response) => response.once('close', () => (givenUp += 1));
  await register(system.client, healthy.url, { events: ['order.placed'] });
  for (let n = 0; n < count; n += 1) await register(system.client, `${dead.url}/${n}`);
  await system.context.postgres.query(
    `insert into webhook_deliveries (endpoint_id)
     select id from webhook_endpoints, generate_series(1, $1::int) where url like $2`,
    [backlog / count, `${dead.url}/%`],
  );
  await until(() => dead.received.length >= count);

  return {
    system,
    healthy,
    givenUp: () => givenUp,
    async latencies(orders, perSecond) {
      healthy.received.length = 0;
      const startedAt = performance.now();
      await Promise.all(
        Array.from({ length: orders }, async (_, index) => {
          await sleep(Math.max(0, (index / perSecond) * 1_000 - (performance.now() - startedAt)));
          await system.client.place();
        }),
      );
      await until(() => healthy.received.length >= orders);
      return healthy.received
        .map(({ at, body }) => at - Date.parse(body.timestamp))
        .toSorted((a, b) => a - b);
    },
    async close() {
      await system.close();
      await healthy.close();
      await dead.close();
    },
  };
}
