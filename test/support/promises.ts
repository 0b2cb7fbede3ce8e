import { checkPromises, type Break } from '@order-countdown/promises/check';
import { Client } from 'pg';
import type { TestContext } from './context.ts';

/**
 * @param stores without `redis`, only the promises that the ledger can prove are checked
 * @returns the promises that the data of a test break, each with the order and how
 */
export async function brokenPromises(
  { databaseUrl, redis }: Pick<TestContext, 'databaseUrl'> & { redis?: TestContext['redis'] | 'none' },
  sweepIntervalMs = 1_000,
): Promise<Break[]> {
  const postgres = new Client({ connectionString: databaseUrl });
  await postgres.connect();
  try {
    return await checkPromises({ postgres, ...(redis && { redis }), sweepIntervalMs });
  } finally {
    await postgres.end();
  }
}
