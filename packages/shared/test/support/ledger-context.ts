import { placeOrders, type OrderDraft } from '../../src/ledger/place.ts';
import { readOrders } from '../../src/ledger/read.ts';
import { newOrderId, orderIdToUuid } from '../../src/order/order-id.ts';
import type { Actor } from '../../src/order/actor.ts';
import type { Order } from '../../src/order/order.ts';
import type { Postgres } from '../../src/platform/postgres.ts';
import { openPostgres } from '../../../../test/support/postgres.ts';
import { createTestContext, type TestContext } from './context.ts';

/** A test file's own database. Tests inspect it through `context.postgres`; the ledger uses `postgres`. */
export interface LedgerContext {
  context: TestContext;
  postgres: Postgres;
  place: (overrides?: Partial<OrderDraft>) => Promise<Order>;
  /** @returns their ids */
  placeMany: (count: number, overrides?: Partial<OrderDraft>) => Promise<string[]>;
  /** Makes orders due `agoMs` milliseconds ago without waiting: moves their creation and deadline into the past. */
  makeOverdue: (ids: readonly string[], agoMs?: number) => Promise<void>;
  read: (id: string) => Promise<Order>;
  close: () => Promise<void>;
}

/** The name of the ledger's connections in pg_stat_activity. */
export const ledgerApplication = 'ledger-test';

export async function createLedgerContext(): Promise<LedgerContext> {
  const context = await createTestContext();
  const postgres = openPostgres(context.databaseUrl, ledgerApplication);

  async function placeMany(count: number, overrides: Partial<OrderDraft> = {}): Promise<string[]> {
    const drafts = Array.from({ length: count }, () => draft(overrides));
    return (await placeOrders(postgres, drafts)).map((verdict) => {
      if (verdict instanceof Error || !('order' in verdict))
        throw new Error('not placed', { cause: verdict });
      return verdict.order.id;
    });
  }

  async function read(id: string): Promise<Order> {
    const [order] = await readOrders(postgres, [id]);
    if (!order) throw new Error(`there is no order ${id}`);
    return order;
  }

  return {
    context,
    postgres,
    placeMany,
    read,
    async place(overrides) {
      const [id] = await placeMany(1, overrides);
      return read(id!);
    },
    async makeOverdue(ids, agoMs = 1_000) {
      await context.postgres.query(
        `with overdue as (
           select id, date_trunc('milliseconds', now()) - make_interval(secs => $2::float8 / 1000) as due
           from orders where id = any($1::uuid[])
         )
         update orders set expires_at = due, created_at = due - interval '30 minutes'
         from overdue where orders.id = overdue.id`,
        [ids.map(orderIdToUuid), agoMs],
      );
    },
    async close() {
      await postgres.close();
      await context.close();
    },
  };
}

/** Who sends the commands of tests that are not about that. */
export const actor: Actor = { kind: 'backend', subject: 'shop' };

export const amount = 12_900;

export function draft(overrides: Partial<OrderDraft> = {}): OrderDraft {
  return {
    id: newOrderId(),
    actor,
    customerId: 'cus_42',
    reference: null,
    amount,
    currency: 'CNY',
    items: [],
    metadata: {},
    windowSeconds: 1_800,
    ...overrides,
  };
}

/** What is asked of the ledger when the alarms of these orders are due. */
export const expiries = (ids: readonly string[], traceparent?: string) =>
  ids.map((id) => ({ id, traceparent }));
