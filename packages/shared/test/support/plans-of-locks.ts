import { spanOf } from '../../src/ledger/span.ts';
import { orderIdToUuid } from '../../src/order/order-id.ts';
import type { Postgres } from '../../src/platform/postgres.ts';
import type { LedgerContext } from './ledger-context.ts';

/*
 * Plans of functions are not explained with those of their callers. So these run what is within the functions that lock orders, with
 * numbered parameters.
 */

async function statementWithin(name: string, { context }: LedgerContext): Promise<string> {
  const { rows } = await context.postgres.query<{ source: string }>(
    'select prosrc as source from pg_proc where proname = $1',
    [name],
  );
  const [, text = ''] = /.*return query (.*?);/s.exec(rows[0]?.source ?? '') ?? [];
  const numbered = { ids: '$1::uuid[]', least_id: '$2::uuid', greatest_id: '$3::uuid', at_most: '$1' };
  return Object.entries(numbered).reduce(
    (statement, [name, number]) => statement.replace(new RegExp(`\\b${name}\\b`), () => number),
    text,
  );
}

export async function lockOrders(postgres: Postgres, ids: string[], ledger: LedgerContext): Promise<void> {
  const uuids = ids.map(orderIdToUuid).toSorted();
  const statement = await statementWithin('lock_orders', ledger);
  await postgres.query(statement, [uuids, ...spanOf(uuids)], { prepare: true });
}

/** @param name the function that locks those that are due */
export async function lockDue(name: string, postgres: Postgres, ledger: LedgerContext): Promise<void> {
  await postgres.query(await statementWithin(name, ledger), [500]);
}
