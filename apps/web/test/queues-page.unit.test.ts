import { afterEach, expect, test, vi } from 'vitest';
import { queues } from '../src/console/pages/queues.ts';

const reload = vi.fn();
vi.stubGlobal('location', { reload });
afterEach(() => void reload.mockClear());

const counts = [{ name: 'order-expiry', waiting: 0, active: 0, delayed: 1, failed: 0 }];

test.each([
  { where: 'Redis is away', redis: 'down', known: null, leaves: false },
  { where: 'Redis is back', redis: 'up', known: counts, leaves: true },
  { where: 'Postgres should hold the queues and has none', redis: 'none', known: null, leaves: false },
  { where: 'Postgres holds the queues', redis: 'none', known: counts, leaves: true },
] as const)(
  'where $where, that the page makes room for Bull Board is $leaves',
  ({ redis, known, leaves }) => {
    queues.view({ redis, queues: known && [...known] }, {} as never);
    expect(reload).toHaveBeenCalledTimes(leaves ? 1 : 0);
  },
);
