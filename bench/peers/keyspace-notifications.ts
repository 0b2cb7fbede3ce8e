import { Redis } from 'ioredis';
import {
  cancelOrders,
  createPool,
  createTable,
  insertOrder,
  markPaid,
  orderValues,
  redisUrl,
  serve,
  windowSeconds,
} from './shop.ts';

/** No queue: Redis tells a listener which key has expired. */

const pool = createPool();
const redis = new Redis(redisUrl);

async function api(): Promise<void> {
  await pool.query(createTable);
  serve({
    async place(content) {
      const { rows } = await pool.query<{ id: string }>(insertOrder, orderValues(content));
      const order = rows[0]!;
      await redis.set(`order:${order.id}`, JSON.stringify(order), 'EX', windowSeconds);
      return order;
    },
    async pay(id, paymentReference) {
      const { rows } = await pool.query<object>(markPaid, [id, paymentReference]);
      if (rows[0]) await redis.del(`order:${id}`);
      return rows[0];
    },
    async remainingMs(id) {
      const ms = await redis.pttl(`order:${id}`);
      return ms < 0 ? undefined : ms;
    },
  });
}

async function worker(): Promise<void> {
  await redis.config('SET', 'notify-keyspace-events', 'Ex');
  const listener = new Redis(redisUrl);
  listener.on('message', (_channel, key: string) => {
    void pool.query(cancelOrders, [[key.slice('order:'.length)]]).catch(console.error);
  });
  await listener.subscribe(`__keyevent@${listener.options.db}__:expired`);
  console.log('ready');
}

await (process.argv[2] === 'api' ? api() : worker());
