import type { Answer } from './client.ts';
import { backendToken } from './tokens.ts';
import { until } from './until.ts';

/** One event of a stream, as a browser would report it. */
export interface StreamEvent {
  event: string;
  id: string;
  data: Answer['body'];
  /** When it arrived, by `performance.now()`. */
  at: number;
}

/** A reader of a stream, like a browser's EventSource that never reconnects. */
export interface OpenStream {
  status: number;
  headers: Headers;
  events: StreamEvent[];
  /** The raw text received so far. */
  text: () => string;
  isEnded: () => boolean;
  /** Resolves to the first event of this name. */
  event: (name: string, limitMs?: number) => Promise<StreamEvent>;
  /** Resolves when the server has ended the stream. */
  ended: (limitMs?: number) => Promise<void>;
  close: () => void;
}

/** Opens a stream, by default as a backend. @throws if the response is not a stream */
export async function openStream(
  url: string,
  headers: Record<string, string> = { Authorization: `Bearer ${backendToken}` },
): Promise<OpenStream> {
  const controller = new AbortController();
  const response = await fetch(url, { headers, signal: controller.signal });
  const type = response.headers.get('content-type');
  if (!response.body || type !== 'text/event-stream') {
    throw new Error(`no stream: ${response.status} ${await response.text()}`);
  }
  const events: StreamEvent[] = [];
  let text = '';
  let isEnded = false;

  async function read(body: ReadableStream<Uint8Array>): Promise<void> {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of body) {
      const decoded = decoder.decode(chunk, { stream: true });
      text += decoded;
      const blocks = (rest + decoded).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const event = parse(block);
        if (event) events.push(event);
      }
    }
    isEnded = true;
  }
  read(response.body).catch(() => undefined);

  return {
    status: response.status,
    headers: response.headers,
    events,
    text: () => text,
    isEnded: () => isEnded,
    event: (name, limitMs) => until(() => events.find(({ event }) => event === name), limitMs, 1),
    async ended(limitMs) {
      await until(() => isEnded, limitMs, 1);
    },
    close: () => controller.abort(),
  };
}

/** Null: a comment, or only a `retry` field. */
function parse(block: string): StreamEvent | null {
  const fields = Object.fromEntries(
    block.split('\n').map((line) => [line.split(':', 1)[0] ?? '', line.replace(/^[^:]*: ?/, '')]),
  );
  const { event, id, data } = fields;
  if (event === undefined || id === undefined || data === undefined) return null;
  return { event, id, data: JSON.parse(data), at: performance.now() };
}
