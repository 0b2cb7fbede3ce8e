import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSweep } from '../../apps/worker/src/sweep.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { insertOrders, tally } from '../support/ledger.ts';

let context: TestContext;
let core: TestCore;

beforeAll(async () => {
  context = await createTestContext();
  core = openCore(context);
});
afterAll(async () => {
  await core.close();
  await context.close();
});

test('a sweep whose statement runs into the time limit goes on with smaller ones, and finishes', async () => {
  await insertOrders(context, { count: 3_000, status: 'pending', windowSeconds: -1 });
  // As if no statement of more than 300 orders could finish in time.
  await context.postgres.query(`
    create function cancel_large() returns trigger language plpgsql as $$
      begin
        if (select count(*) from written) > 300 then raise sqlstate '57014'; end if;
        return null;
      end $$;
    create trigger cancel_large after insert on order_events
      referencing new table as written for each statement execute function cancel_large()`);
  const sweep = createSweep(core);
  const pending = async () => (await tally(context)).find(({ status }) => status === 'pending')?.orders ?? 0;
  const failures: unknown[] = [];
  while ((await pending()) > 0 && failures.length < 100) {
    await sweep.run(new AbortController().signal).catch((error: unknown) => failures.push(error));
  }
  expect(await tally(context)).toMatchObject([{ status: 'cancelled', orders: 3_000, finalEvents: 3_000 }]);
  // Three halvings of 2,000 fit. Each success is followed by a larger batch, which may fail again.
  expect(failures.length).toBeLessThan(20);
});
