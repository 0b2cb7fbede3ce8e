import { newAttemptId } from '@order-countdown/shared/order/attempt-id';
import { newOrderId } from '@order-countdown/shared/order/order-id';
import { createLedger, type Ledger } from '@order-countdown/shared/ledger/ledger';
import type { Postgres } from '@order-countdown/shared/platform/postgres';
import { createFanOut } from '@order-countdown/shared/webhooks/fan-out';
import { createClaims } from '@order-countdown/shared/webhooks/outbox';
import { createDeliveryStore } from '../../apps/worker/src/webhooks/delivery-store.ts';
import { actor, sampleDraft } from './ledger.ts';

/** Orders of a statement, as api processes gather them. */
const setSize = 500;

/** Of each set: some are extended, some held by a payment attempt, most paid; the others lapse. */
const parts = { extended: 5, started: 10, paid: 350 };

const windowSeconds = 10;
const reminderLeadSeconds = 9;

/**
 * The life of many orders, by the statements that decide it, as fast as Postgres runs them: placed under keys, reminded, extended,
 * held, paid or lapsed, each event in the feed, and each end delivered to an endpoint.
 *
 * @param onPlaced is told the number of orders so far
 */
export async function churn(
  postgres: Postgres,
  orders: number,
  onPlaced: (placed: number) => void,
): Promise<void> {
  const ledger = createLedger(postgres);
  const deliver = createDelivering(postgres);
  const waiting: { ids: string[]; at: number }[] = [];

  async function payReminded(): Promise<void> {
    // Their reminders are written by then.
    const isReminded = ({ at }: { at: number }) => performance.now() - at > 1_500;
    while (waiting[0] && isReminded(waiting[0])) await pay(ledger, waiting.shift()!.ids);
  }
  for (let count = setSize; count <= orders; count += setSize) {
    // Nothing falls behind, however fast orders are placed.
    await Promise.all([
      place(ledger).then((ids) => waiting.push({ ids, at: performance.now() })),
      payReminded(),
      ledger.remind(1_000),
      ledger.sweep(2_000),
      fillFeed(ledger),
      deliver(),
    ]);
    onPlaced(count);
  }
}

async function fillFeed(ledger: Ledger): Promise<void> {
  while ((await ledger.fillFeed({ pageSize: 5_000 })).isBehind);
}

async function place(ledger: Ledger): Promise<string[]> {
  const ids = Array.from({ length: setSize }, newOrderId);
  const placed = ids.map((id, number) =>
    ledger.place({
      ...sampleDraft,
      id,
      customerId: `cus_${number % 97}`,
      reference: `A-${id}`,
      idempotency: { key: id, digest: 'digest' },
      windowSeconds,
      reminderLeadSeconds,
    }),
  );
  const answers = await Promise.all(placed);
  const orderIds = answers.flatMap((answer) => (answer.outcome === 'placed' ? [answer.order.id] : []));
  const extended = orderIds
    .slice(0, parts.extended)
    .map((id) => ledger.extend({ id, actor, seconds: 1 }, reminderLeadSeconds));
  const started = orderIds.slice(-parts.started).map((id) => {
    const attempt = { attemptId: newAttemptId(), provider: 'stripe', reference: `pi_${id}` };
    return ledger.startPayment({ id, actor, ...attempt, owner: null, holdSeconds: 1 });
  });
  await Promise.all([...extended, ...started]);
  return orderIds;
}

const pay = (ledger: Ledger, ids: readonly string[]) =>
  Promise.all(
    ids
      .slice(0, parts.paid)
      .map((id) => ledger.pay({ id, actor, paymentReference: `pay_${id}`, amount: null })),
  );

/** All events so far become deliveries, and each is attempted once. */
function createDelivering(postgres: Postgres): () => Promise<void> {
  const fanOut = createFanOut(postgres);
  const claims = createClaims(postgres);
  const store = createDeliveryStore(postgres);

  async function attempt(id: string): Promise<void> {
    const started = await store.start({ id, retryInMs: 60_000 });
    if (!started) return;
    const result = { status: 'delivered', durationMs: 5, requestBody: '{}', responseStatus: 204 } as const;
    await store.record({ id, ...started, ...result, responseBody: null, error: null, retryInMs: null });
  }

  return async () => {
    while ((await fanOut.takeBatch()).isFull);
    for (;;) {
      const endpoints = await claims.findWaiting();
      if (endpoints.length === 0) return;
      const claimed = await claims.claim(
        endpoints.map((endpointId) => ({ endpointId, places: 2 * setSize })),
      );
      await Promise.all(claimed.map(({ id }) => attempt(id)));
    }
  };
}
