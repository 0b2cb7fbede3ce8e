import type { Cluster } from './cluster.ts';

/** What a fault may drive up, and what must come down again. */
export interface Levels {
  /** The service's connections, as Postgres and Redis count them. */
  postgresConnections: number;
  redisConnections: number;
  /** By process name. */
  memoryMiB: ReadonlyMap<string, number>;
}

export async function readLevels({ postgres, redis, processes }: Cluster): Promise<Levels> {
  const [row] = await postgres.primary.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where application_name like 'order-countdown-%'`,
  );
  return {
    postgresConnections: row?.count ?? 0,
    redisConnections: await redis.connections(),
    memoryMiB: new Map(processes.map((one) => [one.name, one.memoryMiB()])),
  };
}

/** A process that has worked for a while keeps more than one that has just started. */
const memoryFactor = 2;
const memorySlackMiB = 100;
/** The pool of a process is empty when it has nothing to do: a connection may come and go as it is counted. */
const connectionSlack = 4;

/** @returns what did not come down again */
export function findRaised(before: Levels, after: Levels, redisFactor: number): string[] {
  const raised: string[] = [];
  const factors = { postgresConnections: 1, redisConnections: redisFactor };
  for (const key of ['postgresConnections', 'redisConnections'] as const) {
    if (after[key] > factors[key] * before[key] + connectionSlack)
      raised.push(`${key}: ${before[key]}, then ${after[key]}`);
  }
  for (const [name, memoryMiB] of after.memoryMiB) {
    const limitMiB = (before.memoryMiB.get(name) ?? 0) * memoryFactor + memorySlackMiB;
    if (memoryMiB > limitMiB)
      raised.push(`memory of ${name}: ${Math.round(memoryMiB)} MiB, over ${Math.round(limitMiB)}`);
  }
  return raised;
}
