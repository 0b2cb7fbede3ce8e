import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Alarm } from '@order-countdown/shared/redis/alarm';
import type { Redis } from '@order-countdown/shared/redis/connection';
import type { Consumer } from './consumer.ts';
import type { Sweep } from './sweep.ts';
import type { SweptIds } from './swept-ids.ts';

export interface ReliefDependencies {
  alarm: Pick<Alarm, 'countDueWithin' | 'dismiss'>;
  sweep: Pick<Sweep, 'run'>;
  swept: SweptIds;
  consumer: Pick<Consumer, 'pause' | 'resume'>;
  redis: Pick<Redis, 'status'>;
  logger: Logger;
}

/** Alarms at once that are worth it. BullMQ promotes as many whenever it fetches a job. */
const manyDue = 1_000;

/** Twice the interval between looks. */
const lookAheadMs = 250;

const pauseMs = 5;

/** An order that becomes due meanwhile waits for no more than one chunk. */
const dismissedAtOnce = 2_000;

/** The alarms ring after all if nothing could be done for as long: another worker swept their orders, or clocks differ. */
const patienceMs = 2_000;
const restMs = 5_000;

/**
 * Relieves the alarms while many orders are due at once. The sweep cancels thousands of orders with one statement, and a
 * job that has nothing to do costs more than its removal. So the consumer stands still, the sweep runs over and over,
 * and alarms of swept orders are removed, until few are due. Looks ahead: once alarms are due, a single fetch of jobs
 * promotes a thousand of them, and removing those is slow.
 *
 * @returns a task that returns at once while few orders are due
 */
export function createRelief(dependencies: ReliefDependencies): (signal: AbortSignal) => Promise<void> {
  const { alarm, sweep, swept, consumer, redis, logger } = dependencies;
  const isPressed = async () => (await alarm.countDueWithin(lookAheadMs)) >= manyDue;
  let restsUntil = -Infinity;

  async function relieve(signal: AbortSignal): Promise<number> {
    let dismissed = 0;
    let progressAt = performance.now();
    do {
      await sweep.run(signal);
      const ids = swept.take(dismissedAtOnce);
      await alarm.dismiss(ids);
      dismissed += ids.length;
      if (ids.length > 0) progressAt = performance.now();
      else await sleep(pauseMs);
      if (performance.now() - progressAt > patienceMs) restsUntil = performance.now() + restMs;
    } while (!signal.aborted && performance.now() > restsUntil && (await isPressed()));
    return dismissed;
  }

  return async (signal) => {
    if (redis.status !== 'ready' || performance.now() < restsUntil || !(await isPressed())) return;
    await consumer.pause();
    try {
      const dismissed = await relieve(signal);
      logger.info(
        { alarms: dismissed },
        'many orders were due at once: swept them, and removed their alarms',
      );
    } finally {
      await consumer.resume();
    }
  };
}
