import { extendOrder } from '../../src/ledger/extend.ts';
import { failPayment, type FailPaymentCommand } from '../../src/ledger/fail-payment.ts';
import { readAttempts } from '../../src/ledger/read-attempts.ts';
import { readOrders, readTimeline } from '../../src/ledger/read.ts';
import { startPayment, type StartPaymentCommand } from '../../src/ledger/start-payment.ts';
import { newAttemptId } from '../../src/order/attempt-id.ts';
import type { Order } from '../../src/order/order.ts';
import { actor, createLedgerContext } from './ledger-context.ts';
import { stopClock } from './stopped-clock.ts';
import { expireOrders, payOrders } from './decide.ts';

export const holdMs = 120_000;
export const leadSeconds = 300;

/** The instant `ms` milliseconds after the order's own deadline; before it if negative. */
export const after = ({ payBy }: Order, ms: number) => new Date(payBy.getTime() + ms);

/** Payment attempts to the millisecond: the clock of the database stands still. */
export async function createAttemptContext() {
  const ledger = await createLedgerContext();
  const clock = await stopClock(ledger.context);
  let references = 0;

  /** Sets the clock to that long after the order's own deadline. */
  const setClock = (order: Order, offsetMs: number) => clock.set(after(order, offsetMs));

  /** An order, with the clock at `offsetMs` after its own deadline. */
  async function placeAt(offsetMs: number): Promise<Order> {
    const order = await ledger.place();
    await setClock(order, offsetMs);
    return order;
  }

  /** Each attempt has a reference of its own, if none is given. */
  const start = ({ id }: Order, overrides: Partial<StartPaymentCommand> = {}) =>
    startPayment(clock.postgres, {
      actor,
      id,
      attemptId: newAttemptId(),
      provider: 'bank',
      reference: `at_${(references += 1)}`,
      owner: null,
      holdSeconds: holdMs / 1_000,
      ...overrides,
    });

  return {
    ledger,
    clock,
    placeAt,
    setClock,
    start,

    /** Starts an attempt. @returns its id */
    async started(order: Order, overrides: Partial<StartPaymentCommand> = {}): Promise<string> {
      const verdict = await start(order, overrides);
      if (verdict.outcome !== 'started') throw new Error(`not started: ${verdict.outcome}`);
      return verdict.attempt.id;
    },

    fail: ({ id }: Order, attemptId: string, overrides: Partial<FailPaymentCommand> = {}) =>
      failPayment(clock.postgres, { actor, id, attemptId, reason: null, owner: null, ...overrides }),

    pay: async ({ id }: Order, attemptId: string | null, paymentReference: string | null = null) =>
      (await payOrders(clock.postgres, [{ actor, id, paymentReference, amount: null, attemptId }]))[0],

    extend: ({ id }: Order, seconds: number) =>
      extendOrder(clock.postgres, { actor, id, seconds }, leadSeconds),

    expire: async ({ id }: Order) => (await expireOrders(clock.postgres, [{ id }]))[0]?.outcome,

    statuses: async ({ id }: Order) => (await readAttempts(clock.postgres, id)).map(({ status }) => status),

    async read({ id }: Order): Promise<Order> {
      const [order] = await readOrders(clock.postgres, [id]);
      if (!order) throw new Error(`there is no order ${id}`);
      return order;
    },

    lastEvent: async ({ id }: Order) => (await readTimeline(ledger.postgres, id)).at(-1),

    async close() {
      await clock.close();
      await ledger.close();
    },
  };
}
