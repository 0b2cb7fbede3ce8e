import type { Answer, History, Operation, RequestEntry } from '../history/history.ts';
import { summarize } from '../history/summarize.ts';
import type { Random } from '../random.ts';

/** Longer than the api waits for Postgres. */
const timeLimitMs = 8_000;

export interface Call {
  operation: Operation;
  orderId?: string;
  /** After the base URL, with its query. */
  path: string;
  /** Default: POST with a body, GET without. */
  method?: 'POST' | 'PATCH';
  body?: Readonly<Record<string, unknown>>;
  key?: string;
  /** What the history shows as sent; default: the body. */
  sent?: Readonly<Record<string, unknown>>;
}

/** Sends a request to one of the apis, and records it. Never throws: the entry says what came of it. */
export type Send = (call: Call) => Promise<RequestEntry>;

export interface RequestDependencies {
  history: History;
  apiUrls: readonly string[];
  token: string;
  random: Random;
}

export function createSend({ history, apiUrls, token, random }: RequestDependencies): Send {
  return async ({
    operation,
    orderId,
    path,
    body,
    method = body ? 'POST' : 'GET',
    key,
    sent = body ?? {},
  }) => {
    const api = random.int(0, apiUrls.length - 1);
    const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
    if (body) headers['Content-Type'] = 'application/json';
    if (key !== undefined) headers['Idempotency-Key'] = key;
    const entry: RequestEntry = {
      operation,
      orderId: orderId ?? null,
      api,
      key: key ?? null,
      sent,
      sentAt: performance.now(),
      endedAt: null,
      status: null,
      answer: null,
    };
    history.requests.push(entry);
    try {
      const response = await fetch(`${apiUrls[api]}${path}`, {
        method,
        headers,
        body: body ? JSON.stringify(body) : null,
        signal: AbortSignal.timeout(timeLimitMs),
      });
      const answer = await readAnswer(response);
      // A status without its body is no answer: the connection broke in between.
      Object.assign(entry, { status: response.status, answer });
      if (operation === 'place') entry.orderId = answer.id ?? null;
    } catch {
      // There was no answer.
    }
    entry.endedAt = performance.now();
    return entry;
  };
}

async function readAnswer(response: Response): Promise<Answer> {
  const text = await response.text();
  return summarize(text === '' ? null : JSON.parse(text));
}
