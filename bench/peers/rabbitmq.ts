import { connect } from 'amqplib';
import {
  cancelOrders,
  createPool,
  createTable,
  insertOrder,
  markPaid,
  orderValues,
  remainingByLedger,
  serve,
  windowSeconds,
} from './shop.ts';

/** A message an order, in a queue that nobody reads: when its time to live ends, it goes on to the queue of the worker. */

const pool = createPool();
const waiting = 'orders.waiting';
const due = 'orders.due';

async function openChannel() {
  const connection = await connect(process.env['RABBITMQ_URL']!);
  const channel = await connection.createConfirmChannel();
  await channel.assertQueue(due, { durable: true });
  await channel.assertQueue(waiting, {
    durable: true,
    messageTtl: windowSeconds * 1_000,
    deadLetterExchange: '',
    deadLetterRoutingKey: due,
  });
  return channel;
}

async function api(): Promise<void> {
  await pool.query(createTable);
  const channel = await openChannel();
  const publish = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const confirmed = (error: unknown) => (error ? reject(new Error('not confirmed')) : resolve());
      channel.sendToQueue(waiting, Buffer.from(text), { persistent: true }, confirmed);
    });
  serve({
    async place(content) {
      const { rows } = await pool.query<{ id: string }>(insertOrder, orderValues(content));
      await publish(rows[0]!.id);
      return rows[0]!;
    },
    // A message cannot be taken back: the worker finds the order paid.
    pay: async (id, paymentReference) => (await pool.query<object>(markPaid, [id, paymentReference])).rows[0],
    remainingMs: remainingByLedger(pool),
  });
}

async function worker(): Promise<void> {
  const channel = await openChannel();
  await channel.prefetch(50);
  await channel.consume(due, (message) => {
    if (!message) return;
    const settle = pool.query(cancelOrders, [[message.content.toString()]]);
    void settle.then(
      () => channel.ack(message),
      () => channel.nack(message),
    );
  });
  console.log('ready');
}

await (process.argv[2] === 'api' ? api() : worker());
