import type { Question } from '../harness/bench.ts';
import type { Running } from '../harness/contender.ts';
import { tutorial } from '../harness/contenders.ts';
import { casesOf, isAnswered, loadColumns, measureLoad } from '../harness/measure.ts';
import { ours } from '../harness/ours.ts';
import type { Stores } from '../harness/stores.ts';
import { takeTurns } from '../harness/turns.ts';

const ordersOfEach = 100;

/** Both tables have these columns. A tutorial's has no such index, but its author would add one here. */
const fill = `
  insert into orders (id, customer_id, amount, currency, items, created_at, expires_at)
  select uuidv7(), 'cus_' || n % $1, 12900, 'EUR',
         '[{"sku": "sku-1", "name": "A pair of shoes", "quantity": 1, "unitAmount": 12900}]',
         date_trunc('milliseconds', now()) - interval '1 day', date_trunc('milliseconds', now()) + interval '1 day'
  from generate_series(1, $2::int) as n`;
const addIndex = `create index on orders (customer_id, created_at desc, id desc)`;

export const question: Question = {
  asks: `How many pages of 20 orders of a customer who has ${ordersOfEach} can one api process list per second?`,
  columns: loadColumns.filter((column) => column !== 'workerCpuUs'),
  mayBeZero: ['refused'],
  answer: (bench) =>
    takeTurns(bench, [ours, tutorial], async ({ running, stores, record, name }) => {
      const customers = bench.size(1_000, 20);
      await fillWith(stores, customers, name === tutorial.name);
      const { url, headers, pids } = running;
      const requests = Array.from({ length: customers }, (_, index) => pageOf(running, `cus_${index}`));
      await bench.load.send({ url, headers, requests, connections: 64 });
      for (const { label, connections, operations } of casesOf(bench)) {
        const repeat = Math.ceil(operations / 2);
        const request = { url, headers, requests, repeat, connections };
        const { report, figures } = await measureLoad(bench, pids, request);
        bench.check(isAnswered(report, repeat, 200), `${name} answered each of ${repeat} requests`);
        record(label, figures);
      }
      const response = await fetch(url + requests[0]!.path, { headers });
      const { data } = (await response.json()) as { data: unknown[] };
      bench.check(data.length === 20, `${name} lists 20 orders, not ${data.length}`);
    }),
};

async function fillWith({ postgres }: Stores, customers: number, withIndex: boolean): Promise<void> {
  await postgres.query(fill, [customers, customers * ordersOfEach]);
  if (withIndex) await postgres.query(addIndex);
  await postgres.query('vacuum analyze orders');
}

/** Both answer a page of 20 unless asked for another size. */
const pageOf = (running: Running, customerId: string) => ({
  method: 'GET' as const,
  path: `${running.place().path}?customerId=${customerId}`,
});
