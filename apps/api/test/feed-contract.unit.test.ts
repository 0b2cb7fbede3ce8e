import { expect, test } from 'vitest';
import { encodeFeedCursor, listEventsQuery } from '../src/orders/feed-contract.ts';

const cursors = [
  { epoch: '7437512345678901234-0000000A-16384', position: 0, eventId: null },
  { epoch: '7437512345678901234-00000001-5', position: 1, eventId: 'evt_01jdkz3y8vf4b9k0q2m6x8t5ra' },
  { epoch: '7-00000001-5', position: 999_999_999_999_999, eventId: 'evt_01jdkz3y8vf4b9k0q2m6x8t5ra_12' },
];

test.each(cursors)('the cursor of position $position is read as it was written', (cursor) => {
  expect(listEventsQuery.parse({ after: encodeFeedCursor(cursor) }).after).toEqual(cursor);
});

const encoded = (text: string) => Buffer.from(text).toString('base64url');

test.each([
  '',
  'null',
  '0',
  'a b',
  encoded(''),
  encoded('7-00000001-5'),
  encoded('7-00000001-5 1'),
  encoded('7-00000001-5 0 evt_1'),
  encoded('7-00000001-5 -1 evt_1'),
  encoded('7-00000001-5 01 evt_1'),
  encoded('7-00000001-5 1e3 evt_1'),
  encoded('7-00000001-5 9999999999999999 evt_1'),
  encoded('7-00000001-5 1 evt_1 '),
  encoded(`7-00000001-5 1 evt_${'x'.repeat(300)}`),
])('%j is not accepted as a cursor', (after) => {
  expect(listEventsQuery.safeParse({ after }).success).toBe(false);
});
