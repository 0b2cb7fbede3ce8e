import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandSets } from './support/ledger-commands.ts';
import { createLedgerContext, type LedgerContext } from './support/ledger-context.ts';
import { createModel } from './support/ledger-model.ts';
import { createRunner } from './support/ledger-runner.ts';
import { stopClock, type StoppedClock } from './support/stopped-clock.ts';

let ledger: LedgerContext;
let clock: StoppedClock;

beforeAll(async () => {
  ledger = await createLedgerContext();
  clock = await stopClock(ledger.context);
});
afterAll(async () => {
  await clock.close();
  await ledger.close();
});

test('for any sequence of commands, the SQL answers and writes what the table of rules says', async () => {
  const property = fc.asyncProperty(commandSets, async (sets) => {
    const model = createModel();
    const runner = createRunner(clock);
    for (const set of sets) expect(await runner.run(set)).toEqual(model.run(set));
    expect(await runner.rows()).toEqual(model.rows());
  });
  await fc.assert(property, { numRuns: 300, interruptAfterTimeLimit: 12_000 });
});

test('no order has a gap in its sequence, an event out of time, or two final events', async () => {
  const { rows } = await ledger.context.postgres.query(`
    select orders.id
    from orders join (
      select *, lag(occurred_at) over (partition by order_id order by sequence) as previous from order_events
    ) as event on order_id = orders.id
    group by orders.id
    having count(*) <> orders.version or min(sequence) <> 1 or max(sequence) <> orders.version
      or bool_or(occurred_at < previous)
      or count(*) filter (where type in ('order.paid', 'order.cancelled')) > 1
      or count(*) filter (where type = 'order.expiring') > 1`);
  expect(rows).toEqual([]);
});
