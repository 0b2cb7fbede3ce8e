import type { Page } from './page.ts';
import { audit } from './pages/audit.ts';
import { delivery } from './pages/delivery.ts';
import { endpoint } from './pages/endpoint.ts';
import { order } from './pages/order.ts';
import { orders } from './pages/orders.ts';
import { overview } from './pages/overview.ts';
import { queues } from './pages/queues.ts';
import { refunds } from './pages/refunds.ts';
import { webhooks } from './pages/webhooks.ts';
import type { Place } from './place.ts';

const pages: readonly Page<never>[] = [
  overview,
  orders,
  order,
  refunds,
  webhooks,
  endpoint,
  delivery,
  audit,
  queues,
];

export interface Found {
  page: Page<never>;
  params: readonly string[];
}

/** Null: the console has no such page. */
export function pageAt({ path }: Place): Found | null {
  for (const page of pages) {
    const match = page.path.exec(path);
    if (match) return { page, params: match.slice(1) };
  }
  return null;
}

/** Whether a link to it can be followed without loading a document. Only the server knows what stands at the queues. */
export const canFollow = (place: Place) => pageAt(place) !== null && pageAt(place)?.page !== queues;
