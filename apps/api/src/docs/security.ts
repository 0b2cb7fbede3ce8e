import type { Need } from '../auth/caller.ts';

/** How a caller says who it is. */
export const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: `A JWT with the claims \`sub\` (who it is), \`exp\`, and \`scope\`, separated by spaces:

- \`orders\`: a customer, who places, reads and cancels its own orders.
- \`payments\`, beside \`orders\`: may also confirm the payment of an order that it may see. A shopper's own token
  should not have it, or anyone could call an order paid.
- \`orders:any\`: a backend. Everything, on any order.

In development, \`pnpm token\` prints one.`,
  },
  viewToken: {
    type: 'apiKey',
    in: 'query',
    name: 'token',
    description:
      'The `viewToken` of a placed order: reads that order and its countdown, for a browser that can send no header.',
  },
} as const;

const customer = { bearer: ['orders'] };
const payer = { bearer: ['orders', 'payments'] };
const backend = { bearer: ['orders:any'] };
const viewer = { viewToken: [] };

/** Any one of these is enough. */
export const securityFor: Record<Need, object[]> = {
  view: [customer, backend, viewer],
  orders: [customer, backend],
  payments: [payer, backend],
  backend: [backend],
};
