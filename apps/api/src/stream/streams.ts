import type { ServerResponse } from 'node:http';
import type { StreamMetrics } from './stream-metrics.ts';
import { Problem } from '../http/problem.ts';
import { createShares } from './shares.ts';

/** An answer that goes on: server-sent events, see https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface Stream {
  /** Sends an event, or closes the stream of a reader that has left too much unread. */
  send(event: StreamedEvent): void;
  end(): void;
}

export interface StreamedEvent {
  name: string;
  /** What a browser sends as `Last-Event-ID` when it comes back. */
  id: number;
  /** Told as JSON, which has no line breaks. */
  data: object;
}

export interface Streams {
  /**
   * Begins the stream.
   *
   * @param reader who may have {@link StreamsOptions.maxPerReader}; null: somebody who may have all
   * @param onClose called once, when it is over for whatever reason
   * @throws Problem `unavailable` when too many are open, or the process is stopping; `rate_limited` when the
   *   reader has too many
   */
  open(response: ServerResponse, reader: string | null, onClose: () => void): Stream;
  /** Ends all of them, and lets none begin any more. */
  close(): void;
}

export interface StreamsOptions {
  metrics: StreamMetrics;
  maxStreams?: number;
  maxPerReader?: number;
  heartbeatMs?: number;
}

interface OpenStream extends Stream {
  beat(): void;
}

/** About 40 KiB each: see bench/streams.ts. */
const defaultMaxStreams = 10_000;

/** More than one person has pages open, and too few for one to take them all. */
const defaultMaxPerReader = 100;

/** Proxies close what is silent for longer, usually a minute. */
const defaultHeartbeatMs = 15_000;

/** Streams take turns, so that a heartbeat of all of them holds nothing up. */
const turns = 15;

/** What the kernel holds for a reader comes on top. */
const maxUnreadBytes = 64 * 1024;

const retryAfterSeconds = 5;

/** Browsers come back after this long, and not all at once. */
const retryMs = () => Math.round(1_000 + 2_000 * Math.random());

/*
 * Ours and not better-sse: that writes to readers who don't read for as long as memory lasts, and keeps a second
 * request and response beside those of each stream. What an event looks like is three lines.
 */
export function createStreams(options: StreamsOptions): Streams {
  const { metrics, maxStreams = defaultMaxStreams, heartbeatMs = defaultHeartbeatMs } = options;
  const { maxPerReader = defaultMaxPerReader } = options;
  const shares = createShares(maxPerReader);
  const taking = Array.from({ length: turns }, () => new Set<OpenStream>());
  let open = 0;
  let next = 0;
  let isClosing = false;

  const beating = setInterval(() => {
    next = (next + 1) % turns;
    taking[next]?.forEach((stream) => stream.beat());
  }, heartbeatMs / turns);

  return {
    open(response, reader, onClose) {
      if (isClosing || open >= maxStreams) {
        throw refusal('unavailable', 'No more streams can be opened at this moment. Poll meanwhile.');
      }
      if (reader !== null && !shares.take(reader)) {
        throw refusal('rate_limited', `At most ${maxPerReader} streams at a time.`);
      }
      const stream = beginStream(response, metrics);
      const turn = taking[open % turns];
      open += 1;
      turn?.add(stream);
      metrics.opened();

      function finish(): void {
        open -= 1;
        turn?.delete(stream);
        if (reader !== null) shares.giveBack(reader);
        metrics.closed();
        onClose();
      }
      // Whoever has left meanwhile won't leave again.
      if (response.destroyed) queueMicrotask(finish);
      else response.once('close', finish);
      return stream;
    },

    close() {
      isClosing = true;
      clearInterval(beating);
      for (const turn of taking) turn.forEach((stream) => stream.end());
    },
  };
}

function refusal(code: 'unavailable' | 'rate_limited', detail: string): Problem {
  return new Problem(code, detail, { headers: { 'Retry-After': String(retryAfterSeconds) } });
}

function beginStream(response: ServerResponse, metrics: StreamMetrics): OpenStream {
  let wasWaiting = false;

  function write(text: string): void {
    if (!response.destroyed && !response.writableEnded) response.write(text);
  }

  function drop(): void {
    if (response.destroyed) return;
    metrics.dropped();
    response.destroy();
  }

  setStreamHeaders(response);
  write(`retry: ${retryMs()}\n\n`);

  return {
    send({ name, id, data }) {
      if (response.writableLength > maxUnreadBytes) drop();
      else write(`event: ${name}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
    },

    end: () => void response.end(),

    // What is still here at the second heartbeat was not read between the two.
    beat() {
      const isWaiting = response.writableLength > 0;
      if (isWaiting && wasWaiting) return drop();
      wasWaiting = isWaiting;
      write(':\n\n');
    },
  };
}

/** No proxy may hold events back. */
export function setStreamHeaders(response: ServerResponse): void {
  response.statusCode = 200;
  response.setHeader('Content-Type', 'text/event-stream');
  response.setHeader('X-Accel-Buffering', 'no');
}
