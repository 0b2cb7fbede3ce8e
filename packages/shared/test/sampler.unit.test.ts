import { ROOT_CONTEXT, SamplingDecision, SpanKind, trace } from '@opentelemetry/api';
import { describe, expect, test } from 'vitest';
import { traceSamplers } from '../src/platform/config-values.ts';
import { createSampler } from '../src/platform/sampler.ts';

type Parent = { isRemote: boolean; traceFlags: number } | null;
const stranger = { isRemote: true, traceFlags: 1 };
const reluctantStranger = { isRemote: true, traceFlags: 0 };
const ours = { isRemote: false, traceFlags: 1 };

/** Ids that a sampler by ratio takes first, and last. */
const [lowest, highest] = ['1'.padStart(32, '0'), 'ffffffff'.padEnd(32, '0')];
const spanId = '00f067aa0ba902b7';
const rounds = 2_000;
const sampled: number = SamplingDecision.RECORD_AND_SAMPLED;

/** @returns the share of spans that are sampled */
function share(name: (typeof traceSamplers)[number], arg: number, parent: Parent, traceId: string): number {
  const sampler = createSampler({ OTEL_TRACES_SAMPLER: name, OTEL_TRACES_SAMPLER_ARG: arg });
  const context = parent ? trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, ...parent }) : ROOT_CONTEXT;
  const decisions: number[] = Array.from(
    { length: rounds },
    () => sampler.shouldSample(context, traceId, 'GET', SpanKind.SERVER, {}, []).decision,
  );
  return decisions.filter((decision) => decision === sampled).length / rounds;
}

describe.each(['traceidratio', 'parentbased_traceidratio'] as const)('%s', (name) => {
  test.each([lowest, highest])(
    'takes its share of what strangers send, whatever id they choose: %s',
    (id) => {
      const taken = share(name, 0.1, stranger, id);
      expect(taken).toBeGreaterThan(0.05);
      expect(taken).toBeLessThan(0.2);
    },
  );

  test('decides about a trace of our own by its id, so that no two decisions differ', () => {
    expect([share(name, 0.1, null, lowest), share(name, 0.1, null, highest)]).toEqual([1, 0]);
  });

  test('takes all of a trace whose beginning we took', () => {
    expect(share(name, 0.1, ours, highest)).toBe(1);
    expect(share(name, 0.1, { ...ours, traceFlags: 0 }, lowest)).toBe(0);
  });
});

test.each([
  ['always_on', 1, 1],
  ['always_off', 0, 0],
  ['parentbased_always_on', 1, 0],
  ['parentbased_always_off', 0, 0],
] as const)('%s takes %d of what strangers want sampled, and %d of what they do not', (name, wanted, not) => {
  expect(share(name, 1, stranger, highest)).toBe(wanted);
  expect(share(name, 1, reluctantStranger, highest)).toBe(not);
});
