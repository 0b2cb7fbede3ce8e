import { QueueKeys } from 'bullmq';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { createLayout, type AlarmLayout, type AlarmShard } from '@order-countdown/shared/redis/layout';
import { countdownPages } from '@order-countdown/shared/redis/countdown-walk';
import type { Client } from 'pg';
import { isOrderId, orderIdFromUuid, orderIdToUuid } from '@order-countdown/shared/order/order-id';
import { countdownKeyIn } from '@order-countdown/shared/redis/countdown';
import type { Break } from './check.ts';

/** What follows the ledger: Redis, or the queues in Postgres. */
export interface Following {
  /** Pages of order ids that it has an alarm or a countdown key of. */
  traces(): AsyncIterable<[kind: string, ids: string[]]>;
  /** What each of these orders should have, and lacks; empty: nothing. */
  missing(ids: readonly string[]): Promise<string[][]>;
}

/**
 * The promises about what Redis holds, or the queues in Postgres: that it follows the ledger within seconds. An order that changed during the
 * last {@link settleSeconds} is left out, since Redis may not have followed yet.
 */
export const settleSeconds = 5;

const pageSize = 1_000;

export const noTraceOfFinalOrders = 'no_trace_of_final_orders';
export const pendingOrdersAreSet = 'pending_orders_are_set';

/** Alarms and countdown keys of orders that are paid, cancelled or unknown. */
export async function findTracesOfFinalOrders(postgres: Client, following: Following): Promise<Break[]> {
  const breaks: Break[] = [];
  for await (const [kind, ids] of following.traces()) {
    const { rows } = await postgres.query<{ id: string; status: string | null }>(
      `select asked.id, orders.status
       from unnest($1::uuid[]) as asked(id) left join orders using (id)
       where orders.status is distinct from 'pending'
         and coalesce(orders.paid_at, orders.cancelled_at, '-infinity') < now() - make_interval(secs => $2)`,
      [ids.map(orderIdToUuid), settleSeconds],
    );
    for (const { id, status } of rows) {
      const orderId = orderIdFromUuid(id);
      breaks.push({
        promise: noTraceOfFinalOrders,
        orderId,
        detail: `${kind} of a ${status ?? 'missing'} order`,
      });
    }
  }
  return breaks;
}

/** Orders whose countdown runs, and that have no alarm or no countdown key. */
export async function findUnsetOrders(postgres: Client, following: Following): Promise<Break[]> {
  const breaks: Break[] = [];
  let last = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await postgres.query<{ id: string }>(
      `select id from orders
       where status = 'pending' and id > $1
         and expires_at > now() + interval '1 second'
         and created_at < now() - make_interval(secs => $2)
       order by id limit $3`,
      [last, settleSeconds, pageSize],
    );
    const ids = rows.map(({ id }) => orderIdFromUuid(id));
    breaks.push(...(await stillPending(postgres, await findUnset(following, ids))));
    if (rows.length < pageSize) return breaks;
    last = rows.at(-1)?.id ?? last;
  }
}

/** An order that was settled between the two reads has lost its alarm for good reason. */
async function stillPending(postgres: Client, breaks: Break[]): Promise<Break[]> {
  if (breaks.length === 0) return [];
  const { rows } = await postgres.query<{ id: string }>(
    `select id from orders where id = any($1::uuid[]) and status = 'pending' and expires_at > now()`,
    [breaks.map(({ orderId }) => orderIdToUuid(orderId))],
  );
  const pending = new Set(rows.map(({ id }) => orderIdFromUuid(id)));
  return breaks.filter(({ orderId }) => pending.has(orderId));
}

async function findUnset(following: Following, ids: readonly string[]): Promise<Break[]> {
  if (ids.length === 0) return [];
  const missing = await following.missing(ids);
  return ids.flatMap((orderId, index) => {
    const lacking = missing[index] ?? [];
    if (lacking.length === 0) return [];
    return [{ promise: pendingOrdersAreSet, orderId, detail: `no ${lacking.join(' and no ')}` }];
  });
}

const unsharded = createLayout(1);

const delayedKeyOf = ({ queue, prefix }: AlarmShard) => new QueueKeys(prefix).toKey(queue, 'delayed');

export const followingIn = (redis: Redis, layout = unsharded): Following => ({
  traces: () => tracesIn(redis, layout),
  async missing(ids) {
    const found = new Map<string, string[]>();
    for (const [shard, some] of Map.groupBy(ids, (id) => layout.shardOf(id))) {
      const alarms = await redis.zmscore(delayedKeyOf(shard), ...some);
      const countdowns = await redis.mget(...some.map((id) => countdownKeyIn(shard.tag, id)));
      some.forEach((id, index) =>
        found.set(id, [
          ...(alarms[index] === null ? ['alarm'] : []),
          ...(countdowns[index] === null ? ['countdown key'] : []),
        ]),
      );
    }
    return ids.map((id) => found.get(id) ?? []);
  },
});

async function* tracesIn(
  redis: Redis,
  { shards }: AlarmLayout,
): AsyncIterable<[kind: string, ids: string[]]> {
  for (const shard of shards) {
    const alarms = redis.zscanStream(delayedKeyOf(shard), { count: pageSize });
    for await (const members of alarms as AsyncIterable<string[]>) yield ['alarm', members.filter(isOrderId)];
  }
  for await (const page of countdownPages(redis, shards)) yield ['countdown key', page.filter(isOrderId)];
}
