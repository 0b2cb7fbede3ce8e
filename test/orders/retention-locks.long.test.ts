import { setTimeout as sleep } from 'node:timers/promises';
import { dropMonth } from '@order-countdown/shared/ledger/retention';
import { expect, onTestFinished, test } from 'vitest';
import { waitingForLocks } from '../support/ledger.ts';
import { createOldLedger, retentionDays } from '../support/retention.ts';
import { until } from '../support/until.ts';

test('one lock after the other is granted late, and the drop gives up after 50 ms of waiting in all', async () => {
  const ledger = await createOldLedger();
  onTestFinished(() => ledger.close());
  await ledger.insertOld(5);
  await ledger.fillFeed();
  await ledger.forgetKeys();
  const readers = [];
  for (const table of ['orders', 'order_events', 'payments']) {
    const reader = await ledger.context.postgres.connect();
    await reader.query('begin');
    await reader.query(`lock table only ${table} in access share mode`);
    readers.push(reader);
  }
  let isOver = false;
  const dropping = dropMonth(ledger.core.postgres, retentionDays).finally(() => (isOver = true));
  for (const reader of readers) {
    await until(async () => isOver || (await waitingForLocks(ledger.context)) > 0, 5_000, 1);
    await sleep(30); // less than it waits for one lock
    await reader.query('commit');
    reader.release();
  }
  expect(await dropping).toBe('locked');
  expect(await ledger.dropAll()).toBe('none');
});
