import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Span } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider, type SpanExporter } from '@opentelemetry/sdk-trace';
import type { Logger } from './logger.ts';
import { createSampler } from './sampler.ts';
import type { Cause, Tracer, TracingConfig } from './tracing.ts';
import { within } from './within.ts';

/** A collector that does not answer holds up no end. */
const closeTimeLimitMs = 1_000;

/** Links of a span to others, which are as many as a set has calls. */
const maxLinks = 128;

const kinds = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
};

/**
 * Records spans and exports them in the background. Those that a slow or dead collector does not take wait in a queue; past
 * its bound, further ones are dropped. Nobody waits for any of it.
 *
 * The exporter reads the variables that are about the connection, such as `OTEL_EXPORTER_OTLP_HEADERS`, by itself.
 */
export function createTracer(service: string, config: TracingConfig, logger: Logger): Tracer {
  const spans = new AsyncLocalStorage<Span | undefined>();
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': `order-countdown-${service}` }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    sampler: createSampler(config),
    spanLimits: { linkCountLimit: maxLinks, attributeValueLengthLimit: 200 },
    spanProcessors: [
      new BatchSpanProcessor({
        exporter: reportingFailures(new OTLPTraceExporter(), logger, (work) => spans.run(undefined, work)),
        scheduledDelayMillis: config.OTEL_BSP_SCHEDULE_DELAY,
        exportTimeoutMillis: config.OTEL_BSP_EXPORT_TIMEOUT,
        maxQueueSize: config.OTEL_BSP_MAX_QUEUE_SIZE,
        maxExportBatchSize: config.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
      }),
    ],
  });
  const sdk = provider.getTracer('order-countdown');

  return {
    begin: ({ name, kind = 'internal', attributes = {}, sharedBy = [] }, parent) =>
      sdk.startSpan(
        name,
        {
          kind: kinds[kind],
          attributes,
          links: sharedBy.slice(0, maxLinks).map((span) => ({ context: span.spanContext() })),
        },
        contextOf(parent),
      ),
    run: (span, work) => spans.run(span, work),
    current: () => spans.getStore(),
    fail(span, errorType) {
      span.setAttribute('error.type', errorType).setStatus({ code: SpanStatusCode.ERROR });
    },
    close: () => within(closeTimeLimitMs, provider.shutdown()).catch(() => undefined),
  };
}

function contextOf(parent: Span | Cause | null) {
  if (parent === null) return ROOT_CONTEXT;
  if (!('isOurs' in parent)) return trace.setSpan(ROOT_CONTEXT, parent);
  return trace.setSpanContext(ROOT_CONTEXT, { ...parent.context, isRemote: !parent.isOurs });
}

/**
 * Logs when exports begin to fail and when they work again: nothing else would tell of a wrong endpoint.
 *
 * @param untraced runs an export outside of the trace of whatever request it follows
 */
function reportingFailures(
  exporter: SpanExporter,
  logger: Logger,
  untraced: (work: () => void) => void,
): SpanExporter {
  let isFailing = false;

  function noteResult(error: Error | undefined): void {
    if (error && !isFailing) logger.warn({ err: error }, 'traces can not be exported');
    if (!error && isFailing) logger.info('traces are exported again');
    isFailing = error !== undefined;
  }

  return {
    export: (spans, done) =>
      untraced(() =>
        exporter.export(spans, (result) => {
          noteResult(result.error);
          done(result);
        }),
      ),
    shutdown: () => exporter.shutdown(),
  };
}
