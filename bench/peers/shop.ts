import type { AddressInfo } from 'node:net';
import express, { type Request, type RequestHandler } from 'express';
import { Pool } from 'pg';

/** What all peers share: the settings, the table, and the routes, written as a tutorial would. */

export const databaseUrl = process.env['DATABASE_URL']!;
export const redisUrl = process.env['REDIS_URL']!;
export const windowSeconds = Number(process.env['WINDOW_SECONDS']);

/** Our api, too, has 20 connections. */
export function createPool(max = 20): Pool {
  const pool = new Pool({ connectionString: databaseUrl, max });
  pool.on('error', (error) => console.error(error));
  return pool;
}

export const createTable = `
  create table if not exists orders (
    id uuid primary key default uuidv7(),
    customer_id text, amount bigint not null, currency text not null, items jsonb not null,
    status text not null default 'pending',
    created_at timestamptz not null default now(), expires_at timestamptz not null,
    paid_at timestamptz, payment_reference text, cancelled_at timestamptz
  )`;

export interface NewOrder {
  customerId: string;
  amount: number;
  currency: string;
  items: unknown[];
}

/** The parameters of `insertOrder`. */
export const orderValues = ({ customerId, amount, currency, items }: NewOrder) => [
  customerId,
  amount,
  currency,
  JSON.stringify(items),
  windowSeconds,
];

export const insertOrder = `
  insert into orders (customer_id, amount, currency, items, expires_at)
  values ($1, $2, $3, $4, now() + make_interval(secs => $5)) returning *`;

export const markPaid = `
  update orders set status = 'paid', paid_at = now(), payment_reference = $2
  where id = $1 and status = 'pending' returning *`;

export const cancelOrders = `
  update orders set status = 'cancelled', cancelled_at = now()
  where id = any($1::uuid[]) and status = 'pending'`;

export interface Shop {
  place: (order: NewOrder) => Promise<object>;
  /** The paid order; undefined if it was not pending. */
  pay: (id: string, paymentReference: string) => Promise<object | undefined>;
  /** Milliseconds; undefined without such an order. */
  remainingMs: (id: string) => Promise<number | undefined>;
  /** The newest orders of a customer. */
  list?: (customerId: string) => Promise<object[]>;
}

/** Serves the shop on a free port, and prints the port. @param before sees each request first */
export function serve({ place, pay, remainingMs, list }: Shop, before?: RequestHandler): void {
  const app = express();
  if (before) app.use(before);
  app.use(express.json());
  app.post('/orders', async (request, response) => {
    response.status(201).json(await place(request.body as NewOrder));
  });
  app.post('/orders/:id/pay', async (request: Request<{ id: string }>, response) => {
    const order = await pay(
      request.params.id,
      (request.body as { paymentReference: string }).paymentReference,
    );
    if (order) response.json(order);
    else response.status(409).json({ error: 'not pending' });
  });
  app.get('/orders/:id/countdown', async (request: Request<{ id: string }>, response) => {
    const ms = await remainingMs(request.params.id);
    if (ms === undefined) response.status(404).json({ error: 'not found' });
    else response.json({ id: request.params.id, remainingMs: ms });
  });
  app.get('/orders', async (request: Request<object, unknown, unknown, { customerId: string }>, response) => {
    response.json({ data: await list?.(request.query.customerId) });
  });
  const server = app.listen(0, '127.0.0.1', () => {
    console.log((server.address() as AddressInfo).port);
  });
}

/** The time left by the ledger, for peers that keep no countdown elsewhere. */
export function remainingByLedger(pool: Pool) {
  const query = `select greatest(0, extract(epoch from expires_at - now()) * 1000)::float8 as ms from orders where id = $1`;
  return async (id: string) => (await pool.query<{ ms: number }>(query, [id])).rows[0]?.ms;
}
