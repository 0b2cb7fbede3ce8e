import { serve } from './shop.ts';

/** No peer, but a limit: Express parses requests and answers them, and there is no shop behind it. */

const order = {
  id: '019ae3c1-7d3b-7000-8000-000000000000',
  customer_id: 'cus_1',
  amount: '12900',
  currency: 'EUR',
  items: [{ sku: 'sku-1', name: 'A pair of shoes', quantity: 1, unitAmount: 12_900 }],
  status: 'pending',
  created_at: new Date().toISOString(),
  expires_at: new Date().toISOString(),
};

if (process.argv[2] === 'api') {
  serve({ place: async () => order, pay: async () => order, remainingMs: async () => 1 });
} else {
  console.log('ready');
  process.stdin.resume();
}
