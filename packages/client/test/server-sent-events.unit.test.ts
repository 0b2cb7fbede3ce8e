import { expect, test } from 'vitest';
import { createEventParser } from '../src/server-sent-events.ts';

const parse = (...chunks: string[]) => {
  const parser = createEventParser();
  return chunks.flatMap((chunk) => parser.push(chunk));
};

test('an event has its type, id and data', () => {
  const text = 'event: order.paid\nid: 2\ndata: {"a":1}\n\n';
  expect(parse(text)).toEqual([{ type: 'order.paid', id: '2', data: '{"a":1}' }]);
});

test('chunks may end anywhere', () => {
  const text = 'retry: 10\r\n\r\nevent: a\r\nid: 1\r\ndata: x\r\n\r\n:\r\n\r\nid: 2\r\ndata: y\r\n\r\n';
  const expected = [
    { type: 'a', id: '1', data: 'x' },
    { type: 'message', id: '2', data: 'y' },
  ];
  for (let at = 0; at <= text.length; at += 1) {
    expect(parse(text.slice(0, at), text.slice(at))).toEqual(expected);
  }
  expect(parse(...text.split(''))).toEqual(expected);
});

test.each(['\n', '\r\n', '\r'])('lines may end with %j', (end) => {
  // The last carriage return could be half of a line break: what follows tells.
  const text = ['data: x', 'data: y', '', ':'].join(end);
  expect(parse(text)).toEqual([{ type: 'message', id: '', data: 'x\ny' }]);
});

test('an id holds for later events without one', () => {
  expect(parse('id: 7\ndata: a\n\ndata: b\n\n').map(({ id }) => id)).toEqual(['7', '7']);
});

test('comments, unknown fields and events without data are ignored', () => {
  expect(parse(': heartbeat\n\nother: x\ndata\n\nevent: none\n\n')).toEqual([
    { type: 'message', id: '', data: '' },
  ]);
});

test('only a whole number of milliseconds is a time to reconnect', () => {
  const parser = createEventParser();
  parser.push('retry: soon\n\n');
  expect(parser.retryMs).toBeNull();
  parser.push('retry: 1500\n\n');
  expect(parser.retryMs).toBe(1_500);
});

test('an event that never ends is not collected for ever', () => {
  const parser = createEventParser();
  const line = `data: ${'x'.repeat(100_000)}\n`;
  expect(() => {
    for (let count = 0; count < 20; count += 1) parser.push(line);
  }).toThrow('too long');
});
