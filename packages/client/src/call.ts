import type { Operation } from './operation.ts';
import { requireInteger, type KeyedCallOptions, type Service } from './options.ts';
import { OrderCountdownConnectionError, problemFrom } from './problem.ts';
import { isRepeatable } from './repeatable.ts';
import { fetchOptions, prepare } from './request.ts';
import { retryDelayMs } from './retry.ts';
import { startTimeLimit, wait } from './timer.ts';

export interface Call {
  id: string;
  operation: Operation;
  /** With its parameters filled in. */
  path: string;
  query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  body?: object | undefined;
  options: KeyedCallOptions;
}

/**
 * Sends a request, again if that is safe and may help.
 *
 * @returns the parsed JSON, other text as it is, undefined if there is none
 * @throws OrderCountdownProblem, OrderCountdownConnectionError, TypeError; the reason of the signal
 */
export async function call(service: Service, request: Call): Promise<unknown> {
  const { id, operation, options } = request;
  const { signal, maxRetries = service.maxRetries, timeoutMs = service.timeoutMs } = options;
  requireInteger('maxRetries', maxRetries, 0, 10);
  requireInteger('timeoutMs', timeoutMs, 1, 600_000);
  const content: Content = {
    key: operation.hasKey ? (options.idempotencyKey ?? newKey()) : undefined,
    text: request.body && JSON.stringify(request.body),
  };
  for (let retries = 0; ; retries += 1) {
    try {
      return await attempt(service, request, content, timeoutMs);
    } catch (error) {
      const delayMs = retries < maxRetries ? retryDelayMs(error, retries, isRepeatable(id, operation)) : null;
      if (delayMs === null) throw error;
      await wait(delayMs, signal);
    }
  }
}

/** What is the same in each attempt. */
interface Content {
  key: string | undefined;
  text: string | undefined;
}

async function attempt(
  service: Service,
  { path, operation, query = {}, options }: Call,
  { key, text: body }: Content,
  timeoutMs: number,
): Promise<unknown> {
  const { url, headers } = await prepare(service, path);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, String(value));
  }
  headers.set('Accept', 'application/json, application/problem+json, */*;q=0.1');
  if (key !== undefined) headers.set('Idempotency-Key', key);
  if (body !== undefined) headers.set('Content-Type', 'application/json');
  const init = { ...fetchOptions, method: operation.method, headers, ...(body !== undefined && { body }) };
  const { response, text } = await exchange(service, url, init, timeoutMs, options.signal);
  if (!response.ok && !operation.answers?.includes(response.status)) throw problemFrom(response, text);
  return parseAnswer(response, text);
}

async function exchange(
  { fetch }: Service,
  url: URL,
  init: RequestInit,
  timeoutMs: number,
  signal: AbortSignal | undefined,
): Promise<{ response: Response; text: string }> {
  const limit = startTimeLimit(timeoutMs, signal);
  try {
    const response = await fetch(url, { ...init, signal: limit.signal });
    return { response, text: await response.text() };
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw lost(init.method, url, limit.signal.aborted ? limit.signal.reason : error);
  } finally {
    limit.clear();
  }
}

/** Without the query: it may contain a token. */
export function lost(
  method = 'GET',
  { origin, pathname }: URL,
  cause: unknown,
): OrderCountdownConnectionError {
  return new OrderCountdownConnectionError(`${method} ${origin}${pathname}: ${reasonOf(cause)}`, { cause });
}

/** The fetch of Node says no more than "fetch failed"; why is in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message, code } = (error.cause ?? {}) as { message?: string; code?: string };
  return [error.message, message || code].filter(Boolean).join(': ');
}

function parseAnswer(response: Response, text: string): unknown {
  if (text === '') return undefined;
  if (!response.headers.get('Content-Type')?.startsWith('application/json')) return text;
  return JSON.parse(text) as unknown;
}

/** 128 random bits. Not `randomUUID`, which browsers have only on https pages. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
