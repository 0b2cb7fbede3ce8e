import { describe, expect, test } from 'vitest';
import { formatTraceparent, parseTraceparent } from '../src/platform/traceparent.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

describe('traceparent', () => {
  test.each([
    [`00-${traceId}-${spanId}-01`, 1],
    [`00-${traceId}-${spanId}-00`, 0],
    // Of the flags that there may be one day, we know one.
    [`00-${traceId}-${spanId}-ff`, 1],
    [`01-${traceId}-${spanId}-00`, 0],
    [`cc-${traceId}-${spanId}-01-what the future brings`, 1],
  ])('is read: %s', (text, traceFlags) => {
    const context = parseTraceparent(text);
    expect(context).toEqual({ traceId, spanId, traceFlags });
    expect(formatTraceparent(context!)).toBe(`00-${traceId}-${spanId}-0${traceFlags}`);
  });

  test.each([
    '',
    `00-${traceId}-${spanId}-01-more`,
    `ff-${traceId}-${spanId}-01`,
    `00-${traceId.toUpperCase()}-${spanId}-01`,
    `00-${'0'.repeat(32)}-${spanId}-01`,
    `00-${traceId}-${'0'.repeat(16)}-01`,
    `00-${traceId}-${spanId}-1`,
    ` 00-${traceId}-${spanId}-01`,
    `00-${traceId}-${spanId}-01\n`,
    `00-${traceId}-${spanId}-01, 00-${traceId}-${spanId}-01`,
    `01-${traceId}-${spanId}-01-${'x'.repeat(300)}`,
    undefined,
    null,
    7,
    ['00'],
    { toString: () => `00-${traceId}-${spanId}-01` },
  ])('is ignored: %j', (value) => {
    expect(parseTraceparent(value)).toBeNull();
  });
});
