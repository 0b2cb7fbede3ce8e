import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandSets } from './support/ledger-commands.ts';
import { createLedgerContext, type LedgerContext } from './support/ledger-context.ts';
import { createModel } from './support/ledger-model.ts';
import { createRunner } from './support/ledger-runner.ts';

let ledger: LedgerContext;

beforeAll(async () => {
  ledger = await createLedgerContext();
});
afterAll(() => ledger.close());

test('whatever sets of commands come, the SQL answers and writes what the table of rules says', async () => {
  const property = fc.asyncProperty(commandSets, async (sets) => {
    const model = createModel();
    const runner = createRunner(ledger);
    for (const set of sets) expect(await runner.run(set)).toEqual(model.run(set));
    expect(await runner.rows()).toEqual(model.rows());
  });
  await fc.assert(property, { numRuns: 400, interruptAfterTimeLimit: 12_000 });
});

test('no order has a gap in its events, or two that are final', async () => {
  const { rows } = await ledger.context.postgres.query(`
    select orders.id from orders join order_events on order_id = orders.id
    group by orders.id
    having count(*) <> orders.version or min(sequence) <> 1 or max(sequence) <> orders.version
      or count(*) filter (where type in ('order.paid', 'order.cancelled')) > 1`);
  expect(rows).toEqual([]);
});
