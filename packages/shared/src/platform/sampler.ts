import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  RandomIdGenerator,
  TraceIdRatioBasedSampler,
  type Sampler,
} from '@opentelemetry/sdk-trace';
import type { TracingConfig } from './tracing.ts';

/**
 * `OTEL_TRACES_SAMPLER`, made safe for callers who are strangers. A caller chooses the trace id and says whether the trace is
 * sampled; neither may decide how much we record. So a request that comes with a trace is sampled as often as any other, by
 * an id of our own. With a sampler that is based on parents, a caller may still ask us not to sample.
 *
 * Within a trace, the decision of its first span of ours holds for all others, in every process.
 */
export function createSampler({
  OTEL_TRACES_SAMPLER: name,
  OTEL_TRACES_SAMPLER_ARG: ratio,
}: Pick<TracingConfig, 'OTEL_TRACES_SAMPLER' | 'OTEL_TRACES_SAMPLER_ARG'>): Sampler {
  const root = name.endsWith('always_on')
    ? new AlwaysOnSampler()
    : name.endsWith('always_off')
      ? new AlwaysOffSampler()
      : new TraceIdRatioBasedSampler(ratio);
  const ofStrangers = byOwnId(root);
  return new ParentBasedSampler({
    root,
    remoteParentSampled: ofStrangers,
    remoteParentNotSampled: name.startsWith('parentbased_') ? new AlwaysOffSampler() : ofStrangers,
  });
}

/** Samples by a random id instead of the trace's, which a caller can choose so that every trace is sampled. */
function byOwnId(sampler: Sampler): Sampler {
  const ids = new RandomIdGenerator();
  return {
    shouldSample: (context, _traceId, ...rest) =>
      sampler.shouldSample(context, ids.generateTraceId(), ...rest),
    toString: () => `ByOwnId{${sampler.toString()}}`,
  };
}
