import { newAttemptId } from '@order-countdown/shared/order/attempt-id';
import { newOrderId, orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { createSecretBox } from '@order-countdown/shared/webhooks/secret';
import { createWebhookEndpoints, type WebhookEndpoints } from '@order-countdown/shared/webhooks/endpoints';
import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { actor, sampleDraft, waitingForLocks } from '../support/ledger.ts';
import { brokenPromises } from '../support/promises.ts';
import { until } from '../support/until.ts';

/** Which events an endpoint gets: every one from its registration on, even if its command began before. */

let context: TestContext;
let core: TestCore;
let endpoints: WebhookEndpoints;

beforeAll(async () => {
  context = await createTestContext();
  core = openCore(context);
  endpoints = createWebhookEndpoints(core.postgres, createSecretBox(developmentSecrets.APP_SECRET));
});
afterAll(async () => {
  await core.close();
  await context.close();
});
beforeEach(async () => {
  await context.postgres.query(
    'truncate orders, order_events, payments, payment_attempts, webhook_endpoints, webhook_outbox, webhook_deliveries cascade',
  );
});

const register = async (eventTypes: string[] | null = null) => {
  const draft = { url: 'https://shop.example', eventTypes, description: null, enabled: true };
  const registered = await endpoints.register(draft);
  if (!registered) throw new Error('no place is left');
  return registered;
};

const place = async () => {
  const verdict = await core.ledger.place({ ...sampleDraft, id: newOrderId(), windowSeconds: 60 });
  if (verdict.outcome !== 'placed') throw new Error(verdict.outcome);
  return verdict.order;
};

/** Sends a command while another transaction holds the order's row, and lets the row go after `meanwhile`. */
async function heldUntil<Result>(
  id: string,
  send: () => Promise<Result>,
  meanwhile: () => Promise<unknown>,
): Promise<Result> {
  const client = await context.postgres.connect();
  try {
    await client.query('begin');
    await client.query('select from orders where id = $1 for update', [orderIdToUuid(id)]);
    const sent = send();
    await until(async () => (await waitingForLocks(context)) === 1);
    await meanwhile();
    await client.query('commit');
    return await sent;
  } finally {
    client.release(true);
  }
}

async function delivered(): Promise<string[]> {
  await core.relay.run();
  const { rows } = await context.postgres.query(
    `select type from webhook_deliveries join order_events using (order_id, sequence) order by sequence`,
  );
  return rows.map(({ type }) => type);
}

const pay = (id: string) => () => core.ledger.pay({ actor, id, paymentReference: 'pay_1', amount: null });

const start = (id: string) => () =>
  core.ledger.startPayment({
    actor,
    id,
    attemptId: newAttemptId(),
    provider: null,
    reference: null,
    owner: null,
    holdSeconds: 120,
  });

describe('a command that waited for its row while the first endpoint was registered', () => {
  test.each<[string, string, (id: string) => () => Promise<{ outcome: string }>]>([
    ['payment', 'order.paid', pay],
    [
      'cancellation',
      'order.cancelled',
      (id) => () => core.ledger.cancel({ actor, id, by: 'customer', note: null }),
    ],
    ['extension', 'order.extended', (id) => () => core.ledger.extend({ actor, id, seconds: 60 }, 300)],
    ['payment attempt', 'order.payment_started', start],
  ])('has its event delivered: %s', async (_, type, command) => {
    const { id } = await place();
    await heldUntil(id, command(id), () => register());
    expect(await delivered()).toEqual([type]);
    expect(await brokenPromises(context)).toEqual([]);
  });

  test('has its event delivered if the endpoint is the first that wants its type', async () => {
    await register(['order.cancelled']);
    const { id } = await place();
    await heldUntil(id, pay(id), () => register(['order.paid']));
    expect(await delivered()).toEqual(['order.paid']);
    expect(await brokenPromises(context)).toEqual([]);
  });

  test('writes nothing to the outbox if no endpoint wants its type', async () => {
    const { id } = await place();
    await heldUntil(id, pay(id), () => register(['order.cancelled']));
    expect((await context.postgres.query('select from webhook_outbox')).rowCount).toBe(0);
    expect(await brokenPromises(context)).toEqual([]);
  });
});

test('an endpoint counts as registered from when commands could see it', async () => {
  const { id } = await place();
  const client = await context.postgres.connect();
  try {
    await client.query('begin');
    await client.query(
      `insert into webhook_endpoints (id, place, url, enabled, sealed_secret)
       values (gen_random_uuid(), 1, 'https://other.example', true, '')`,
    );
    // Waits to learn whether it gets the first place.
    const registering = register();
    await until(async () => (await waitingForLocks(context)) === 1);
    await pay(id)();
    await client.query('rollback');
    const { createdAt } = await registering;
    const { rows } = await context.postgres.query('select paid_at from orders');
    expect(createdAt.getTime()).toBeGreaterThanOrEqual(rows[0].paid_at.getTime());
    expect(await delivered()).toEqual([]);
    expect(await brokenPromises(context)).toEqual([]);
  } finally {
    client.release(true);
  }
});
