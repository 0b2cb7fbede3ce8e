import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { createClient, type Answer } from './client.ts';

/** Shops that place and pay orders without a pause, and repeat what was answered with 503 until it succeeds. */
export interface InsistentLoad {
  /** Of all its orders, and of no others. */
  customerId: string;
  /** The ids of orders that were acknowledged as placed, and of those that were acknowledged as paid. */
  placed: readonly string[];
  paid: readonly string[];
  /** How many requests got 503 so far. */
  refused(): number;
  /** Finishes what is in progress. @throws Error if a request was answered neither as it should be nor with 503 */
  stop(): Promise<void>;
}

const retryAfterMs = 50;

export function startInsistentLoad(url: string, shops: number): InsistentLoad {
  const client = createClient(url);
  const customerId = `cus_${randomUUID()}`;
  const placed: string[] = [];
  const paid: string[] = [];
  let refused = 0;
  const stopping = new AbortController();

  async function insist(status: number, ask: () => Promise<Answer>): Promise<Answer['body']> {
    for (;;) {
      const answer = await ask();
      if (answer.status === status) return answer.body;
      if (answer.status !== 503) throw new Error(`${answer.status}: ${JSON.stringify(answer.body)}`);
      refused += 1;
      await pause(retryAfterMs);
    }
  }

  async function shop(): Promise<void> {
    while (!stopping.signal.aborted) {
      const key = { 'Idempotency-Key': randomUUID() };
      const order = { customerId, amount: 100, currency: 'EUR', expiresInSeconds: 600 };
      const { id } = await insist(201, () => client.post('/v1/orders', order, key));
      placed.push(id);
      await insist(200, () => client.post(`/v1/orders/${id}/pay`, { paymentReference: `pay_${id}` }));
      paid.push(id);
    }
  }

  const running = Promise.all(Array.from({ length: shops }, shop));
  // It is awaited at the end, and may fail before.
  running.catch(() => undefined);
  return {
    customerId,
    placed,
    paid,
    refused: () => refused,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
