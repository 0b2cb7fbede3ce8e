import { newOrderId, orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { checkPromises } from '@order-countdown/promises/check';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { confirmPayment, createApi } from '../../examples/order-countdown-api.ts';
import { createClient } from '../support/client.ts';
import { actor, sampleDraft } from '../support/ledger.ts';
import { readMetrics } from '../support/metrics.ts';
import { startApi, startWorker } from '../support/processes.ts';
import { createOldLedger, retentionDays, type OldLedger } from '../support/retention.ts';
import { backendToken } from '../support/tokens.ts';
import { until } from '../support/until.ts';

let ledger: OldLedger;

beforeEach(async () => {
  ledger = await createOldLedger();
});
afterEach(() => ledger.close());

test('of what was dropped nothing is left to act on, and the rest goes on', async () => {
  const [old] = await ledger.insertOld(5);
  const [young] = await ledger.insertOld(0);
  await ledger.fillFeed();
  const whole = await ledger.core.feed.read({ after: null, types: null, limit: 100 });
  const first = await ledger.core.feed.read({ after: null, types: null, limit: 1 });
  const last = await ledger.core.feed.read({ after: null, types: null, limit: 3 });
  if (whole.outcome !== 'page' || first.outcome !== 'page' || last.outcome !== 'page')
    throw new Error('expired');
  expect(whole.events).toHaveLength(6);
  const environment = { RETENTION_DAYS: String(retentionDays) };
  const worker = await startWorker(ledger.context, environment);
  await until(async () => {
    const months = await ledger.query(
      'select bool_and(cleared_at is not null) as "areCleared" from dropped_months',
    );
    return months[0]?.['areCleared'] === true;
  });
  await until(
    async () =>
      (await readMetrics(worker)).value('order_countdown_retention_blocked', { reason: 'recent' }) === 0,
  );
  await worker.end();
  expect(worker.log.map(({ msg }) => msg)).toContain('dropped a month of orders');

  const payment = { id: old!, actor, paymentReference: 'pay_late', amount: null };
  expect(await ledger.core.ledger.pay(payment)).toMatchObject({ outcome: 'not_found' });
  expect(await ledger.core.ledger.expire({ id: old! })).toMatchObject({ outcome: 'not_found' });
  expect(await ledger.query('select from payments where reference = $1', ['pay_late'])).toEqual([]);
  const keyed = {
    ...sampleDraft,
    customerId: 'cus_old',
    idempotency: { key: `key-${orderIdToUuid(old!)}`, digest: 'new' },
  };
  const again = await ledger.core.ledger.place({ ...keyed, id: newOrderId(), windowSeconds: 60 });
  expect(again).toMatchObject({ outcome: 'placed' });

  // A reader who has not seen all of it is told so, and one who has goes on.
  expect(await ledger.core.feed.read({ after: first.next, types: null, limit: 100 })).toEqual({
    outcome: 'expired',
  });
  for (const after of [null, last.next]) {
    const rest = await ledger.core.feed.read({ after, types: null, limit: 100 });
    expect(rest).toMatchObject({ outcome: 'page', events: whole.events.slice(3), next: whole.next });
  }

  const client = new Client({ connectionString: ledger.context.databaseUrl });
  await client.connect();
  expect(await checkPromises({ postgres: client, sweepIntervalMs: 1_000 })).toEqual([]);
  await client.end();

  // An order of yesterday can't have been deleted, so its answer does not speak of that.
  const api = await startApi(ledger.context, environment);
  const shop = createClient(api.url);
  const deleted = {
    status: 404,
    body: { code: 'order_not_found', detail: expect.stringContaining('38 days') },
  };
  expect(await shop.get(`/v1/orders/${old}`)).toMatchObject(deleted);
  expect(await shop.post(`/v1/orders/${old}/pay`, { paymentReference: 'pay_late' })).toMatchObject(deleted);
  // What a receiver of a provider's notification throws, and so logs.
  const receiver = createApi(api.url, backendToken);
  const late = { provider: 'stripe', reference: 'pi_late', amount: 500 };
  await expect(confirmPayment(receiver, old!, late)).rejects.toThrow(/404.*Orders are deleted 38 days/);
  const unknown = await shop.get(`/v1/orders/${newOrderId()}`);
  expect(unknown).toMatchObject({ status: 404, body: { code: 'order_not_found' } });
  expect(unknown.body.detail).not.toContain('days');
  expect(await shop.get(`/v1/orders/${young}`)).toMatchObject({ status: 200, body: { status: 'paid' } });
  expect((await shop.get('/v1/orders')).body.data).toHaveLength(2);
  await until(() =>
    api.log.some(({ route, outcome }) => route === '/v1/orders/:id/pay' && outcome === 'order_not_found'),
  );
  await api.end();
});
