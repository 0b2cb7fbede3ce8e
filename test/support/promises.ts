import { checkPromises, type Break } from '@order-countdown/promises/check';
import { createLayout } from '@order-countdown/shared/redis/layout';
import { Client } from 'pg';
import type { TestContext } from './context.ts';

interface Stores extends Pick<TestContext, 'databaseUrl'> {
  redis?: TestContext['redis'] | 'none';
  /** Default: the one that the kind of Redis has. */
  alarmShards?: number;
}

/**
 * @param stores without `redis`, only the promises that the ledger can prove are checked
 * @returns the promises that the data of a test break, each with the order and how
 */
export async function brokenPromises(
  { databaseUrl, redis, alarmShards }: Stores,
  sweepIntervalMs = 1_000,
): Promise<Break[]> {
  const postgres = new Client({ connectionString: databaseUrl });
  await postgres.connect();
  try {
    const layout = alarmShards === undefined ? {} : { layout: createLayout(alarmShards) };
    return await checkPromises({ postgres, ...(redis && { redis }), ...layout, sweepIntervalMs });
  } finally {
    await postgres.end();
  }
}
