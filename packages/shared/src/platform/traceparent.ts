import type { SpanContext } from '@opentelemetry/api';

/** The header and the member of jobs and events that says where a span belongs: https://www.w3.org/TR/trace-context/. */

/** Versions after 00 may have more members. `ff` is none. */
const pattern = /^(?!ff)([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.{0,200})?$/;

/** @returns null if it is not valid, which is as if there were none; whoever sent it may be anybody */
export function parseTraceparent(value: unknown): SpanContext | null {
  const [, version, traceId = '', spanId = '', flags = '', rest] =
    (typeof value === 'string' && pattern.exec(value)) || [];
  if (version === undefined || (version === '00' && rest !== undefined)) return null;
  if (/^0+$/.test(traceId) || /^0+$/.test(spanId)) return null;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & sampled };
}

export const formatTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${flagsOf(traceFlags)}`;

/** In hexadecimal digits. Of all flags we know, and pass on, one. */
export const flagsOf = (traceFlags: number): string => (traceFlags & sampled ? '01' : '00');

const sampled = 1;
