import { expect } from 'vitest';
import type { OtlpReceiver, ReceivedSpan } from './otlp-receiver.ts';
import { until } from './until.ts';

/** The only span with this name below another, once it has arrived. */
export async function spanBelow(
  collector: OtlpReceiver,
  parent: { traceId: string; spanId: string },
  name: string,
): Promise<ReceivedSpan> {
  const found = () =>
    collector.spans.filter(
      (span) => span.traceId === parent.traceId && span.parentSpanId === parent.spanId && span.name === name,
    );
  await until(() => found().length > 0);
  expect(found()).toHaveLength(1);
  return found()[0]!;
}
