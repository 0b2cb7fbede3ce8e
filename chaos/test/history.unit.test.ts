import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from '@order-countdown/local-services/temporary-folder';
import { expect, test } from 'vitest';
import { createHistory } from '../src/history/history.ts';
import { summarize } from '../src/history/summarize.ts';
import { writeHistory } from '../src/history/write.ts';

test('an answer keeps what the checker reads, and drops the rest', () => {
  const order = { id: 'ord_1', status: 'paid', version: 2, expiresAt: '2026-03-01T12:00:00.000Z' };
  expect(summarize({ ...order, items: [{ sku: 'tea' }], viewToken: 'secret' })).toEqual(order);
  expect(summarize({ data: [{ ...order, items: [] }], nextCursor: null })).toEqual({
    orders: [order],
    isComplete: true,
  });
  expect(summarize({ data: [], nextCursor: 'next' })).toEqual({ orders: [], isComplete: false });
  const event = { sequence: 1, type: 'order.placed', occurredAt: order.expiresAt, data: { amount: 1 } };
  expect(summarize({ data: [event] })).toEqual({ events: [event] });
  expect(summarize({ code: 'order_expired', status: 409, detail: 'too late' })).toEqual({
    code: 'order_expired',
  });
  expect(summarize('not JSON')).toEqual({});
});

test('a history is written as a JSON object a line', async () => {
  const folder = makeTemporaryFolder('history');
  try {
    const path = join(folder, 'history.jsonl');
    const webhook = {
      endpointId: 'whe_1',
      id: 'evt_1',
      receivedAt: 1,
      body: '{}',
      isVerified: true,
      answered: 204,
      answeredAt: 2,
    };
    await writeHistory({ ...createHistory(), webhooks: [webhook, { ...webhook, id: 'evt_2' }] }, path);
    const lines = readFileSync(path, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { kind: 'webhook', ...webhook },
      { kind: 'webhook', ...webhook, id: 'evt_2' },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
