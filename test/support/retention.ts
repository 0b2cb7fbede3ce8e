import {
  dropMonth,
  forgetKeysOf,
  readOldMonths,
  type Dropped,
} from '@order-countdown/shared/ledger/retention';
import { createTestContext, type TestContext } from './context.ts';
import { openCore, type TestCore } from './core.ts';
import { partitionByMonth } from './month-partitions.ts';
import { insertOldOrders } from './old-orders.ts';

/** A ledger of six months, from which months are dropped with `RETENTION_DAYS=38`. */
export interface OldLedger {
  context: TestContext;
  core: TestCore;
  query: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>;
  /** Writes paid orders that were placed so many months ago. @returns their ids */
  insertOld: (months: number, count?: number) => Promise<string[]>;
  /** Gives all events their positions in the feed. */
  fillFeed: () => Promise<unknown>;
  /** How many orders keep months, by reason, all together. */
  kept: () => Promise<object>;
  forgetKeys: () => Promise<void>;
  /** Drops all months that can be. @returns what became of the last try */
  dropAll: () => Promise<Dropped>;
  close: () => Promise<void>;
}

export const retentionDays = 38;

const never = new AbortController().signal;

export async function createOldLedger(): Promise<OldLedger> {
  const context = await createTestContext();
  const core = openCore(context);
  const { postgres } = core;
  await partitionByMonth(context.postgres, 5);

  async function forgetKeys(): Promise<void> {
    for (const month of await readOldMonths(postgres, retentionDays)) {
      if (Object.keys(month.kept).length === 0) await forgetKeysOf(postgres, month, never);
    }
  }

  return {
    context,
    core,
    query: async (sql, values = []) => (await context.postgres.query(sql, values)).rows,
    insertOld: (months, count = 1) => insertOldOrders(context.postgres, months, count),
    fillFeed: () => core.ledger.fillFeed({ pageSize: 5_000 }),
    async kept() {
      const months = await readOldMonths(postgres, retentionDays);
      return Object.assign({}, ...months.map((month) => month.kept)) as object;
    },
    forgetKeys,
    async dropAll() {
      await forgetKeys();
      for (;;) {
        const outcome = await dropMonth(postgres, retentionDays);
        if (outcome !== 'dropped') return outcome;
      }
    },
    async close() {
      await core.close();
      await context.close();
    },
  };
}
