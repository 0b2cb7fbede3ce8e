import type { Question } from '../harness/bench.ts';
import { tutorial } from '../harness/contenders.ts';
import { ours } from '../harness/ours.ts';
import type { Stores } from '../harness/stores.ts';
import { takeTurns } from '../harness/turns.ts';

export const question: Question = {
  asks: 'How many bytes in Redis and in Postgres does a pending order take?',
  columns: ['redisBytes', 'redisKeys', 'postgresBytes'],
  async answer(bench) {
    const orders = bench.size(100_000, 1_000);
    const answer = await takeTurns(bench, [ours, tutorial], async ({ running, stores, record, name }) => {
      const { url, headers } = running;
      const request = { url, headers, requests: [running.place()], connections: 64 };
      // What is written once: queues, statements, the first pages of tables.
      await bench.load.send({ ...request, repeat: bench.size(1_000, 64) });
      const pendingBefore = (await running.count()).pending;
      const before = await bytesOf(stores);
      await bench.load.send({ ...request, repeat: orders });
      const after = await bytesOf(stores);
      const placed = (await running.count()).pending - pendingBefore;
      bench.check(placed > 0, `${name} has pending orders more`);
      const figures = Object.entries(after).map(([key, value]) => [key, (value - before[key]!) / placed]);
      record(`${orders} orders`, Object.fromEntries(figures));
    });
    const notes = [
      'Both use the same Redis, whose hashes stay compact up to fields of 512 bytes, as `npm start` sets it up. With its indexes, but without the log of Postgres and the append-only file.',
    ];
    return { ...answer, notes };
  },
};

/** Memory of Redis without that of its connections, which depends on the load. */
async function bytesOf({ postgres, redis }: Stores): Promise<Record<string, number>> {
  const info = await redis.info('memory');
  const field = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1]);
  const { rows } = await postgres.query<{ bytes: number }>(
    'select sum(pg_total_relation_size(relid))::float8 as bytes from pg_stat_user_tables',
  );
  return {
    redisBytes: field('used_memory') - field('mem_clients_normal') - field('mem_aof_buffer'),
    redisKeys: await redis.dbsize(),
    postgresBytes: rows[0]!.bytes,
  };
}
