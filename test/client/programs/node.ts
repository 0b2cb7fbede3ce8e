import type { IncomingMessage } from 'node:http';
import {
  createOrderCountdown,
  OrderCountdownProblem,
  verifyWebhook,
  type OrderUpdate,
  type WebhookMessage,
} from '@order-countdown/client';

/** What a shop's server does with the client. Arguments: the service, a backend's token. Prints what a test expects. */

const [baseUrl = '', token = ''] = process.argv.slice(2);
const shop = createOrderCountdown({ baseUrl, token: async () => token });

// Members with defaults may be left out.
const placed = await shop.placeOrder({ amount: 12_900, currency: 'CNY', customerId: 'cus_42' });
const updates: OrderUpdate[] = [];
for await (const update of createOrderCountdown({ baseUrl, token: placed.viewToken }).watchOrder(placed.id)) {
  updates.push(update);
  if (update.status === 'pending') await shop.payOrder(placed.id, { paymentReference: 'pay_1' });
}
console.log(updates.map(({ type, status }) => `${type} ${status}`).join(', '));

try {
  await shop.payOrder(placed.id, { paymentReference: 'pay_2' });
} catch (error) {
  if (!(error instanceof OrderCountdownProblem)) throw error;
  // The codes of this version are known to the compiler.
  switch (error.code) {
    case 'order_already_paid':
      console.log(`${error.status} ${error.code}`);
      break;
    default:
      throw error;
  }
}

let count = 0;
for await (const { id, expiresAt } of shop.listOrders({ status: 'paid', customerId: 'cus_42', limit: 1 })) {
  if (id === placed.id && expiresAt === placed.expiresAt) count += 1;
}
console.log(`${count} paid`);

/** The types of messages narrow. */
function describe(message: WebhookMessage): string {
  if (message.type === 'order.paid') return `${message.data.orderId} ${message.data.amount}`;
  return message.type;
}
const forged = { body: '{}', headers: {}, secret: 'whsec_c2VjcmV0' };
console.log(await verifyWebhook(forged).then(describe, (error: Error) => error.name));

/** The headers of Node's requests and of `fetch` are both taken. */
export const verifyRequest = ({ headers }: IncomingMessage, body: string, secret: string) =>
  verifyWebhook({ body, headers, secret });
export const verifyFetched = async (request: Request, secret: string) =>
  verifyWebhook({ body: await request.text(), headers: request.headers, secret });
