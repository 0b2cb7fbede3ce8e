import type { Need } from '../http/route.ts';

/** How callers authenticate. */
export const securitySchemes = {
  bearer: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: `A JWT with the claims \`sub\` (the caller), \`exp\`, and \`scope\`, a list separated by spaces:

- \`orders\`: a customer. It may place, read and cancel its own orders.
- \`payments\`, in addition to \`orders\`: it may also confirm payments of its own orders. Do not give it to shoppers, or
  they could mark their own orders as paid.
- \`orders:any\`: a backend. It may do everything, with any order.

While \`npm start\` runs, \`npm run --silent token\` in the same folder prints a backend's; with Docker Compose,
\`docker compose exec api node apps/api/src/token.ts\` does. Add \`--help\` for others.`,
  },
  viewToken: {
    type: 'apiKey',
    in: 'query',
    name: 'token',
    description:
      'The `viewToken` of an order: lets a browser, which cannot set headers everywhere, read that order, its countdown ' +
      'and its stream. All view tokens of a customer share one rate limit, which is not that of the customer.',
  },
} as const;

const customer = { bearer: ['orders'] };
const payer = { bearer: ['orders', 'payments'] };
const backend = { bearer: ['orders:any'] };
const viewer = { viewToken: [] };

/** Any one of the alternatives is enough. */
export const securityFor: Record<Need, Record<string, string[]>[]> = {
  view: [customer, backend, viewer],
  orders: [customer, backend],
  payments: [payer, backend],
  backend: [backend],
};
