import { lost } from './call.ts';
import type { Service, StreamOptions } from './options.ts';
import { OrderCountdownProblem, problemFrom } from './problem.ts';
import { fetchOptions, prepare } from './request.ts';
import { createEventParser, type ServerSentEvent } from './server-sent-events.ts';
import { startTimeLimit, type TimeLimit } from './timer.ts';

/** The service sends a heartbeat every 15 seconds: a connection that is silent for longer is lost. */
const maxSilenceMs = 45_000;

/** What the method `streamOrder` yields. */
export interface StreamedEvent {
  /** A position in the order's timeline: with it as `lastEventId`, a further stream goes on from here. */
  id: string;
  /** `snapshot`, or the type of an event. */
  type: string;
  data: unknown;
}

export interface OrderStream {
  /** The service has nothing more to tell: the order is paid or cancelled, and the client knows all of it. */
  readonly isOver: boolean;
  /** How long the service asks to wait before reconnecting. */
  retryMs: () => number | null;
  /** Ends when the service ends the stream. Must be read, or returned from, since it holds the connection. */
  events: AsyncGenerator<ServerSentEvent>;
}

/**
 * Opens a stream of server-sent events: one connection, without reconnecting.
 *
 * @throws OrderCountdownProblem, OrderCountdownConnectionError; the reason of the signal. So does reading
 */
export async function openStream(
  service: Service,
  path: string,
  options: StreamOptions,
): Promise<OrderStream> {
  const { lastEventId, signal } = options;
  const { url, headers } = await prepare(service, path);
  headers.set('Accept', 'text/event-stream, application/problem+json');
  if (lastEventId !== undefined) headers.set('Last-Event-ID', lastEventId);
  const parser = createEventParser();
  const limit = startTimeLimit(service.timeoutMs, signal);

  async function* read(body: ReadableStream<Uint8Array> | null): AsyncGenerator<ServerSentEvent> {
    try {
      if (body === null) return;
      for await (const text of textOf(body)) {
        limit.restart(maxSilenceMs);
        yield* parser.push(text);
      }
    } catch (error) {
      throw failure(error);
    } finally {
      limit.clear();
    }
  }

  function failure(error: unknown): unknown {
    if (signal?.aborted) return signal.reason;
    return lost('GET', url, limit.signal.aborted ? limit.signal.reason : error);
  }

  const response = await begin(service, url, headers, limit).catch((error: unknown) => {
    limit.clear();
    throw error instanceof OrderCountdownProblem ? error : failure(error);
  });
  const isOver = response.status === 204;
  if (isOver) limit.clear();
  return { isOver, retryMs: () => parser.retryMs, events: read(isOver ? null : response.body) };
}

/** @returns a response that is a stream, or has the status 204. @throws OrderCountdownProblem, Error */
async function begin(
  { fetch }: Service,
  url: URL,
  headers: Headers,
  { signal }: TimeLimit,
): Promise<Response> {
  const response = await fetch(url, { ...fetchOptions, headers, signal });
  if (!response.ok) throw problemFrom(response, await response.text());
  const type = response.headers.get('Content-Type') ?? '';
  if (response.status === 204 || type.startsWith('text/event-stream')) return response;
  await response.body?.cancel();
  throw new Error(`the answer is not a stream: its type is "${type}"`);
}

/** Cancels the body in the end, which closes the connection. Not every browser can iterate over a stream. */
async function* textOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield decoder.decode(value, { stream: true });
    }
  } finally {
    // It may have failed already, which is told by reading.
    await reader.cancel().catch(() => undefined);
  }
}
