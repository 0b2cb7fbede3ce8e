import { checkPromises, type Break } from '@order-countdown/promises/check';
import { Client } from 'pg';
import type { TestContext } from './context.ts';

/** @returns the promises that the data of a test break, each with the order and how */
export async function brokenPromises(
  { databaseUrl, redis }: Pick<TestContext, 'databaseUrl' | 'redis'>,
  sweepIntervalMs = 1_000,
): Promise<Break[]> {
  const postgres = new Client({ connectionString: databaseUrl });
  await postgres.connect();
  try {
    return await checkPromises({ postgres, redis, sweepIntervalMs });
  } finally {
    await postgres.end();
  }
}
