import { setTimeout as sleep } from 'node:timers/promises';
import type { Ledger } from '../ledger/ledger.ts';
import type { ChangedOrder } from '../ledger/recent-events.ts';
import type { Logger } from '../platform/logger.ts';
import { untraced } from '../platform/tracing.ts';
import { within } from '../platform/within.ts';
import type { Connection } from '../redis/answering.ts';
import { byShard } from '../redis/layout.ts';
import { sum } from '../redis/merge.ts';
import type { Shard, Shards } from '../redis/shards.ts';
import { requestReconciliation } from '../redis/reconciled.ts';
import { isStale } from '../redis/staleness.ts';
import { repair, type Repaired } from './repair.ts';

/**
 * Repairs what this process itself may have written to Redis too late: after a worker had compared the order with
 * Redis, which it does once. The process may have been stopped, or Redis or the network have kept the bytes.
 */
export interface Recheck {
  /** Compares orders with Redis again, about a second later, and until that is done in time. */
  add(ids: readonly string[]): void;
  /**
   * Makes Redis agree with orders. Those for which that fails or takes too long are checked again. Shards work at the same
   * time, and one that fails keeps none of the others from it.
   *
   * @param askedAtMs when the ledger was asked for them, by `performance.now()`
   * @throws what a shard threw, once all have ended
   */
  repair(orders: readonly ChangedOrder[], askedAtMs: number): Promise<Repaired>;
  /** Checks what is left at once, within a second. Idempotent. */
  close(): Promise<void>;
}

export interface RecheckDependencies {
  ledger: Pick<Ledger, 'read'>;
  /** The connection of alarms and countdowns. */
  connection: Connection;
  shards: Pick<Shards, 'each' | 'of'>;
  logger: Logger;
}

const pauseMs = 1_000;
const batchSize = 500;
const closeTimeLimitMs = 1_000;

/** More than that are left to a full reconciliation. */
const maxOrders = 20_000;

export function createRecheck(dependencies: RecheckDependencies): Recheck {
  const { ledger, connection, shards, logger } = dependencies;
  const ids = new Set<string>();
  const closing = new AbortController();
  let hasOverflowed = false;
  let running: Promise<void> | null = null;

  async function checkBatch(): Promise<void> {
    const batch = [...ids].slice(0, batchSize);
    for (const id of batch) ids.delete(id);
    const askedAtMs = performance.now();
    const orders = await Promise.all(batch.map(ledger.read)).catch((error: unknown) => {
      recheck.add(batch);
      throw error;
    });
    const known = orders.filter((order) => order !== null);
    const repaired = await recheck.repair(known, askedAtMs);
    logger.info({ orders: batch.length, ...repaired }, 'checked late writes of alarms');
  }

  async function checkAll(): Promise<void> {
    if (connection.status !== 'ready') return;
    if (hasOverflowed) await requestReconciliation(shards.each);
    hasOverflowed = false;
    for (let left = ids.size; left > 0; left -= batchSize) await checkBatch();
  }

  async function keepChecking(): Promise<void> {
    while (ids.size > 0 && !closing.signal.aborted) {
      await sleep(pauseMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
      if (closing.signal.aborted) break;
      await checkAll().catch((error: unknown) => logger.debug({ err: error }, 'could not check late writes'));
    }
    running = null;
  }

  async function repairIn(
    shard: Shard,
    orders: readonly ChangedOrder[],
    askedAtMs: number,
  ): Promise<Repaired> {
    let isInTime = false;
    try {
      const repaired = await repair(shard, orders);
      isInTime = !isStale(askedAtMs);
      return repaired;
    } finally {
      if (!isInTime) recheck.add(orders.map(({ id }) => id));
    }
  }

  const recheck: Recheck = {
    add(late) {
      for (const id of late) {
        if (ids.size < maxOrders) ids.add(id);
        else hasOverflowed = true;
      }
      if (ids.size > 0) running ??= untraced(keepChecking);
    },

    async repair(orders, askedAtMs) {
      const ofShards = [...byShard(shards, orders)].map(([shard, some]) => repairIn(shard, some, askedAtMs));
      await Promise.allSettled(ofShards);
      const repaired = await Promise.all(ofShards);
      return {
        alarms: sum(repaired.map(({ alarms }) => alarms)),
        countdowns: sum(repaired.map(({ countdowns }) => countdowns)),
      };
    },

    async close() {
      closing.abort();
      const finishing = Promise.resolve(running).then(checkAll);
      await within(closeTimeLimitMs, finishing).catch(() => undefined);
    },
  };
  return recheck;
}
