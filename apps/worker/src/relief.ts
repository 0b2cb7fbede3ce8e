import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from '@order-countdown/shared/ledger/ledger';
import { isOrderId } from '@order-countdown/shared/order/order-id';
import type { Recheck } from '@order-countdown/shared/orders/recheck';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Alarm, AlarmQueue } from '@order-countdown/shared/redis/alarm';
import type { Connection } from '@order-countdown/shared/redis/answering';
import { sumOfAnswers } from '@order-countdown/shared/redis/merge';
import type { Consumer } from './consumer.ts';
import type { Sweep } from './sweep.ts';
import type { SweptIds } from './swept-ids.ts';

export interface ReliefDependencies {
  alarm: Pick<Alarm, 'countDueWithin'>;
  /** Its shards. */
  shards: { each: readonly { alarm: Pick<AlarmQueue, 'due' | 'removeEarliest' | 'disarm'> }[] };
  ledger: Pick<Ledger, 'settledAmong'>;
  recheck: Pick<Recheck, 'add'>;
  sweep: Pick<Sweep, 'run'>;
  swept: Pick<SweptIds, 'has'>;
  consumer: Pick<Consumer, 'pause' | 'resume'>;
  connection: Pick<Connection, 'status'>;
  logger: Logger;
}

type Queue = ReliefDependencies['shards']['each'][number]['alarm'];

/** Alarms at once that are worth it. BullMQ promotes as many whenever it fetches a job. */
const manyDue = 1_000;

/** Twice the interval between looks. */
const lookAheadMs = 250;

const pauseMs = 5;

/** Removing them blocks Redis for about 2 ms. */
const removedAtOnce = 250;

/** Between two sweeps, for an order that becomes due meanwhile. */
const removalsPerSweep = 8;

/** The alarms ring after all if nothing could be done for as long: clocks differ, or rows are held. */
const patienceMs = 2_000;
const restMs = 5_000;

/**
 * Relieves the alarms while many orders are due at once. The sweep cancels thousands of orders with one statement, and a
 * job that has nothing to do costs more than its removal. So the consumer stands still, the sweep runs over and over,
 * and alarms of cancelled orders are removed, until few are due. Looks ahead: once alarms are due, a single fetch of jobs
 * promotes a thousand of them, and removing those is slow.
 *
 * @returns a task that returns at once while few orders are due
 */
export function createRelief(dependencies: ReliefDependencies): (signal: AbortSignal) => Promise<void> {
  const { alarm, shards, sweep, consumer, connection, logger } = dependencies;
  const isPressed = async () => (await alarm.countDueWithin(lookAheadMs)) >= manyDue;
  let restsUntil = -Infinity;

  async function removeAlarms(signal: AbortSignal): Promise<number> {
    const removals = shards.each.map((shard) => removeFrom(shard.alarm, signal));
    return sumOfAnswers(await Promise.allSettled(removals));
  }

  async function removeFrom(queue: Queue, signal: AbortSignal): Promise<number> {
    let total = 0;
    for (let turn = 0; turn < removalsPerSweep && !signal.aborted; turn += 1) {
      const removed = await removeSome(dependencies, queue);
      total += removed;
      if (removed < removedAtOnce) break;
    }
    return total;
  }

  async function relieve(signal: AbortSignal): Promise<number> {
    let total = 0;
    let progressAt = performance.now();
    do {
      await sweep.run(signal);
      const removed = await removeAlarms(signal);
      total += removed;
      if (removed > 0) progressAt = performance.now();
      else await sleep(pauseMs);
      if (performance.now() - progressAt > patienceMs) restsUntil = performance.now() + restMs;
    } while (!signal.aborted && performance.now() > restsUntil && (await isPressed()));
    return total;
  }

  return async (signal) => {
    if (connection.status !== 'ready' || performance.now() < restsUntil || !(await isPressed())) return;
    await consumer.pause();
    try {
      const alarms = await relieve(signal);
      logger.info({ alarms }, 'many orders were due at once: swept them, and removed their alarms');
    } finally {
      await consumer.resume();
    }
  };
}

/**
 * Of the earliest alarms, removes those of final orders. Cheaply those that come before the first one that has to stay, such as
 * that of an order whose row is held.
 *
 * @returns how many
 */
async function removeSome(dependencies: ReliefDependencies, alarm: Queue): Promise<number> {
  const { recheck } = dependencies;
  const ids = await alarm.due(removedAtOnce);
  const final = await finalAmong(dependencies, ids);
  const firstKept = ids.findIndex((id) => !final.has(id));
  const inFront = firstKept === -1 ? ids.length : firstKept;
  const removed = await alarm.removeEarliest(inFront);
  // Another worker was faster, and so these came first. Those of orders that are not due are set again.
  const others = removed.filter((id) => !final.has(id));
  if (others.length > 0) recheck.add(others);
  const behind = ids.slice(inFront).filter((id) => final.has(id));
  await alarm.disarm(behind);
  return removed.length + behind.length;
}

/** Those of the ids whose orders are final. The ledger is asked about those that this worker has not swept. */
async function finalAmong(
  { ledger, swept }: Pick<ReliefDependencies, 'ledger' | 'swept'>,
  ids: readonly string[],
): Promise<ReadonlySet<string>> {
  const final = new Set(ids.filter((id) => swept.has(id)));
  // A job that was added by hand may have any id. Leave it alone.
  const unknown = ids.filter((id) => !final.has(id) && isOrderId(id));
  if (unknown.length === 0) return final;
  for (const { id } of await ledger.settledAmong(unknown)) final.add(id);
  return final;
}
