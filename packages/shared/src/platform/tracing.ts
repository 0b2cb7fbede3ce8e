import type { Attributes, Span, SpanContext } from '@opentelemetry/api';
import type { Config } from './config.ts';
import type { Logger } from './logger.ts';
import type { Closer } from './shutdown.ts';
import { flagsOf, formatTraceparent, parseTraceparent } from './traceparent.ts';

/**
 * Traces: what a request, an alarm or an event led to, as spans. OpenTelemetry's SDK records and exports them. Without
 * `OTEL_EXPORTER_OTLP_ENDPOINT` there is no tracer: nothing of OpenTelemetry is loaded, and each function here is a comparison.
 */
export interface Tracer {
  /** @param parent null: the span is the first of its trace */
  begin(start: SpanStart, parent: Span | Cause | null): Span;
  /** What `work` begins belongs to the span; undefined: to none. */
  run<Result>(span: Span | undefined, work: () => Result): Result;
  current(): Span | undefined;
  fail(span: Span, errorType: string): void;
  /** Exports what is left, for a second at most. */
  close(): Promise<void>;
}

export interface SpanStart {
  name: string;
  /** Default: `internal`. */
  kind?: 'internal' | 'server' | 'client' | 'consumer';
  attributes?: Attributes;
  /** The spans that share this one. */
  sharedBy?: readonly Span[];
}

/** A span of another process. One that is not ours has no say in what is sampled. */
export interface Cause {
  context: SpanContext;
  isOurs: boolean;
}

export type TracingConfig = Pick<
  Config,
  | 'OTEL_EXPORTER_OTLP_ENDPOINT'
  | 'OTEL_SDK_DISABLED'
  | 'OTEL_SERVICE_NAME'
  | 'OTEL_TRACES_SAMPLER'
  | 'OTEL_TRACES_SAMPLER_ARG'
  | 'OTEL_BSP_SCHEDULE_DELAY'
  | 'OTEL_BSP_EXPORT_TIMEOUT'
  | 'OTEL_BSP_MAX_QUEUE_SIZE'
  | 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE'
>;

let tracer: Tracer | undefined;

export const wantsTraces = (config: TracingConfig): boolean =>
  config.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined && !config.OTEL_SDK_DISABLED;

/** Begins to trace, if the configuration wants it. Before anything else is built. @returns what to close at last */
export async function startTracing(
  service: string,
  config: TracingConfig,
  logger: Logger,
): Promise<Closer[]> {
  if (!wantsTraces(config)) return [];
  const { createTracer } = await import('./otlp.ts');
  const started = createTracer(service, config, logger);
  tracer = started;
  return [{ name: 'traces', close: () => started.close() }];
}

export const isTracing = (): boolean => tracer !== undefined;

/** The span that the code runs in. */
export const currentSpan = (): Span | undefined => tracer?.current();

/**
 * Runs `work` as a part of the current span. Where nobody traces, or this trace is not sampled, it just runs.
 *
 * @param tell what the result says about the span
 */
export async function traced<Result>(
  start: SpanStart,
  work: () => Promise<Result>,
  tell?: (result: Result) => Attributes,
): Promise<Result> {
  const parent = tracer?.current();
  return tracer && parent?.isRecording() ? inSpan(tracer, tracer.begin(start, parent), work, tell) : work();
}

/** Runs `work` as a part of what one of our processes wrote down, at whatever time. @param traceparent its own word, if any */
export async function tracedFrom<Result>(
  traceparent: unknown,
  start: SpanStart,
  work: () => Promise<Result>,
  tell?: (result: Result) => Attributes,
): Promise<Result> {
  if (!tracer) return work();
  const context = parseTraceparent(traceparent);
  return inSpan(tracer, tracer.begin(start, context && { context, isOurs: true }), work, tell);
}

/**
 * Runs what several calls share. It belongs to the first of them that is traced, and is linked with all of them.
 *
 * @param callers the span of each call
 */
export function tracedSet<Result>(
  name: string,
  callers: readonly (Span | undefined)[],
  work: () => Promise<Result>,
): Promise<Result> {
  if (!tracer) return work();
  const sharedBy = [...new Set(callers)].filter((span) => span?.isRecording() === true) as Span[];
  const [first, ...others] = sharedBy;
  // Whatever happened to start the set has nothing to do with it.
  if (!first) return tracer.run(undefined, work);
  const set = tracer.begin(
    { name, sharedBy, attributes: { [attribute('set_size')]: callers.length } },
    first,
  );
  for (const other of others) other.addLink({ context: set.spanContext() });
  return inSpan(tracer, set, work);
}

/** Runs what goes on after the current span, or has another cause. */
export const untraced = <Result>(work: () => Result): Result =>
  tracer ? tracer.run(undefined, work) : work();

/** Begins a span that its caller ends. @param traceparent as a stranger sent it */
export function beginSpan(start: SpanStart, traceparent: unknown): Span | undefined {
  const context = parseTraceparent(traceparent);
  return tracer?.begin(start, context && { context, isOurs: false });
}

/** Runs `work` within a span that {@link beginSpan} began. */
export const withSpan = <Result>(span: Span | undefined, work: () => Result): Result =>
  tracer && span ? tracer.run(span, work) : work();

/** Where the current span is, to be written down for another process. Undefined: it is not sampled, or there is none. */
export function currentTraceparent(): string | undefined {
  const span = tracer?.current();
  return span?.isRecording() ? formatTraceparent(span.spanContext()) : undefined;
}

/** The same as a header for others, sampled or not. */
export function traceHeaders(): { traceparent?: string } {
  const span = tracer?.current();
  return span ? { traceparent: formatTraceparent(span.spanContext()) } : {};
}

/** The members of a log line that belong to a span: https://opentelemetry.io/docs/specs/otel/compatibility/logging_trace_context/. */
export function traceIds(span = tracer?.current()): {
  trace_id?: string;
  span_id?: string;
  trace_flags?: string;
} {
  if (!span) return {};
  const { traceId, spanId, traceFlags } = span.spanContext();
  return { trace_id: traceId, span_id: spanId, trace_flags: flagsOf(traceFlags) };
}

/** The name of an attribute of ours. */
export const attribute = (name: string) => `order_countdown.${name}`;

/** The kind of an error is told, its message not: it may quote what a client sent. */
async function inSpan<Result>(
  tracer: Tracer,
  span: Span,
  work: () => Promise<Result>,
  tell?: (result: Result) => Attributes,
): Promise<Result> {
  try {
    const result = await tracer.run(span, work);
    if (tell && span.isRecording()) span.setAttributes(tell(result));
    return result;
  } catch (error) {
    fail(span, error instanceof Error ? error.name : typeof error);
    throw error;
  } finally {
    span.end();
  }
}

/** Marks a span as failed. */
export const fail = (span: Span, errorType: string): void => tracer?.fail(span, errorType);
