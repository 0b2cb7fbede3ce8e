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
   * @returns once all shards have ended
   */
  repair(orders: readonly ChangedOrder[], askedAtMs: number): Promise<RepairedShards>;
  /** Checks what is left at once, within a second. Idempotent. */
  close(): Promise<void>;
}

export interface RepairedShards extends Repaired {
  /** By the places of the shards among all. */
  failures: ReadonlyMap<number, unknown>;
}

export interface RecheckDependencies {
  ledger: Pick<Ledger, 'read'>;
  /** The connection of alarms and countdowns. */
  connection: Connection;
  shards: Pick<Shards, 'each' | 'of' | 'indexOf'>;
  logger: Logger;
}

const pauseMs = 1_000;
const batchSize = 500;
const closeTimeLimitMs = 1_000;

/** More than that are left to a full reconciliation. */
const maxOrders = 20_000;

/** Each of several shards has room for fewer, but no less than this, so that one that is away takes none of the others'. */
const minOrdersOfShard = 5_000;

/** Of one shard. */
interface Late {
  ids: Set<string>;
  hasOverflowed: boolean;
}

export function createRecheck(dependencies: RecheckDependencies): Recheck {
  const { ledger, connection, shards, logger } = dependencies;
  const maxOrdersOfShard = Math.max(minOrdersOfShard, Math.floor(maxOrders / shards.each.length));
  const lateOfShards = shards.each.map((): Late => ({ ids: new Set(), hasOverflowed: false }));
  const closing = new AbortController();
  let running: Promise<void> | null = null;

  async function checkBatch({ ids }: Late): Promise<void> {
    const batch = [...ids].slice(0, batchSize);
    for (const id of batch) ids.delete(id);
    const askedAtMs = performance.now();
    const orders = await Promise.all(batch.map(ledger.read)).catch((error: unknown) => {
      recheck.add(batch);
      throw error;
    });
    const known = orders.filter((order) => order !== null);
    const { failures, ...repaired } = await recheck.repair(known, askedAtMs);
    for (const error of failures.values()) throw error;
    logger.info({ orders: batch.length, ...repaired }, 'checked late writes of alarms');
  }

  async function checkShard(late: Late, place: number): Promise<void> {
    if (late.hasOverflowed) await requestReconciliation([shards.each[place]!]);
    late.hasOverflowed = false;
    for (let left = late.ids.size; left > 0; left -= batchSize) await checkBatch(late);
  }

  async function checkAll(): Promise<void> {
    if (connection.status !== 'ready') return;
    for (const [place, late] of lateOfShards.entries()) {
      await checkShard(late, place).catch((error: unknown) =>
        logger.debug({ err: error, queue: shards.each[place]!.queue }, 'could not check late writes'),
      );
    }
  }

  const isAnyLeft = () => lateOfShards.some(({ ids }) => ids.size > 0);

  async function keepChecking(): Promise<void> {
    while (isAnyLeft() && !closing.signal.aborted) {
      await sleep(pauseMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
      if (closing.signal.aborted) break;
      await checkAll();
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
        const ofShard = lateOfShards[shards.indexOf(id)]!;
        if (ofShard.ids.size < maxOrdersOfShard) ofShard.ids.add(id);
        else ofShard.hasOverflowed = true;
      }
      if (isAnyLeft()) running ??= untraced(keepChecking);
    },

    async repair(orders, askedAtMs) {
      const failures = new Map<number, unknown>();
      const repaired = await Promise.all(
        [...byShard(shards, orders)].map(([shard, some]) =>
          repairIn(shard, some, askedAtMs).catch((error: unknown) => {
            failures.set(shards.indexOf(some[0]!.id), error);
            return { alarms: 0, countdowns: 0 };
          }),
        ),
      );
      return {
        alarms: sum(repaired.map(({ alarms }) => alarms)),
        countdowns: sum(repaired.map(({ countdowns }) => countdowns)),
        failures,
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
