import { expect, test } from 'vitest';
import { listEventsQuery } from '../src/orders/feed-contract.ts';
import { listOrdersQuery } from '../src/orders/list-query.ts';
import { listDeliveriesQuery } from '../src/webhooks/contract.ts';

const queries = [
  ['orders', listOrdersQuery],
  ['events', listEventsQuery],
  ['deliveries', listDeliveriesQuery],
] as const;

test.each(queries)('the limit of a list of %s has a default and takes decimal digits', (_list, query) => {
  expect(query.parse({}).limit).toBe(20);
  expect(['1', '20', '100', '007'].map((limit) => query.parse({ limit }).limit)).toEqual([1, 20, 100, 7]);
});

test.each(queries)('the limit of a list of %s is nothing but decimal digits', (_list, query) => {
  const others = [
    '0x10',
    '1e1',
    '0b1',
    '0o7',
    '1.0',
    '+5',
    ' 5',
    '5 ',
    '',
    '-1',
    'Infinity',
    '1_0',
    '٣',
    '9'.repeat(400),
  ];
  expect(others.filter((limit) => query.safeParse({ limit }).success)).toEqual([]);
  expect(query.safeParse({ limit: ['1'] }).success).toBe(false);
});
