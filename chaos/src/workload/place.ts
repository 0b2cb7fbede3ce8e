import type { Clients } from './clients.ts';
import type { KnownOrder } from './known-orders.ts';
import type { Random } from '../random.ts';

/** Few enough that the list of a customer's orders is whole on one page. */
const ordersPerCustomer = 8;

/** Mostly short, so that much happens; some are still running when the run ends. */
function windowSeconds(random: Random): number {
  return random.chance(0.03) ? random.int(600, 7_200) : random.int(1, 20);
}

/** Orders that are placed one soon after the other have the same customer. */
const customerOf = (orderName: string) =>
  orderName.replace(
    /^order-(.*)-(\d+)$/,
    (_, seed: string, number: string) => `customer-${seed}-${Math.floor(Number(number) / ordersPerCustomer)}`,
  );

/**
 * Places an order, with an `Idempotency-Key`, as a client that repeats the request until it has an answer.
 *
 * @returns null: the client gave up
 */
export async function place(
  { random, send, sendUntilKnown, name, orders }: Clients,
  options: { expiresInSeconds?: number } = {},
): Promise<KnownOrder | null> {
  const quantity = random.int(1, 3);
  const unitAmount = random.int(100, 9_999);
  const amount = quantity * unitAmount;
  const number = name('order');
  const customerId = customerOf(number);
  const expiresInSeconds = options.expiresInSeconds ?? windowSeconds(random);
  const call = {
    operation: 'place',
    path: '/v1/orders',
    key: number,
    body: {
      customerId,
      amount,
      currency: 'EUR',
      items: [{ sku: `sku-${unitAmount}`, quantity, unitAmount }],
      reference: number,
      metadata: { number, gift: random.chance(0.5) },
      expiresInSeconds,
    },
  } as const;
  const { status, answer } = await sendUntilKnown(call);
  if (status !== 201 || answer?.id === undefined) return null;
  const order: KnownOrder = {
    id: answer.id,
    customerId,
    amount,
    deadlineAt: performance.now() + (answer.remainingMs ?? 0),
    lastReference: null,
    attemptIds: [],
  };
  // A client that does not trust its answer asks again.
  if (random.chance(0.05)) await send(call);
  if (options.expiresInSeconds === undefined) orders.add(order);
  return order;
}
