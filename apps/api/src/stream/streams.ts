import type { ServerResponse } from 'node:http';
import type { StreamMetrics } from './stream-metrics.ts';
import { Problem } from '../http/problem.ts';
import { createShares } from './shares.ts';

/** A response of server-sent events. See https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface Stream {
  /** Sends an event. Closes the stream instead if its reader has left too much unread. */
  send(event: StreamedEvent): void;
  end(): void;
}

export interface StreamedEvent {
  name: string;
  /** Browsers send it as `Last-Event-ID` when they reconnect. */
  id: number;
  /** Sent as JSON on one line. */
  data: object;
}

export interface Streams {
  /**
   * Starts a stream.
   *
   * @param reader may hold {@link StreamsOptions.maxPerReader} streams; null: no limit of its own
   * @param onClose called once, when the stream has ended for any reason
   * @throws Problem `unavailable` when too many streams are open or the process is stopping; `rate_limited` when
   *   the reader has too many
   */
  open(response: ServerResponse, reader: string | null, onClose: () => void): Stream;
  /** Ends all streams and refuses new ones. */
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

/** More pages than one person opens, and few enough that no reader uses up the process's streams. */
const defaultMaxPerReader = 100;

/** Proxies close connections that are silent for longer than their limit, usually a minute. */
const defaultHeartbeatMs = 15_000;

/** Streams send heartbeats in groups, one after the other, so that no burst of writes delays requests. */
const groupCount = 15;

/** Per stream, in addition to the kernel's socket buffers. */
const maxUnreadBytes = 64 * 1024;

const retryAfterSeconds = 5;

/** How long browsers wait before they reconnect. Random, so that they don't all come at once. */
const retryMs = () => Math.round(1_000 + 2_000 * Math.random());

/*
 * Not better-sse: it buffers without a limit for readers who don't read, and keeps a second request and response
 * for each stream. Formatting an event takes one line.
 */
export function createStreams(options: StreamsOptions): Streams {
  const { metrics, maxStreams = defaultMaxStreams, heartbeatMs = defaultHeartbeatMs } = options;
  const { maxPerReader = defaultMaxPerReader } = options;
  const shares = createShares(maxPerReader);
  const groups = Array.from({ length: groupCount }, () => new Set<OpenStream>());
  let openCount = 0;
  let nextGroup = 0;
  let isClosing = false;

  const beating = setInterval(() => {
    nextGroup = (nextGroup + 1) % groupCount;
    groups[nextGroup]?.forEach((stream) => stream.beat());
  }, heartbeatMs / groupCount);

  return {
    open(response, reader, onClose) {
      if (isClosing || openCount >= maxStreams) {
        throw refusal('unavailable', 'Too many streams are open. Poll the order until one is free.');
      }
      if (reader !== null && !shares.take(reader)) {
        throw refusal('rate_limited', `At most ${maxPerReader} streams may be open at a time.`);
      }
      const stream = beginStream(response, metrics);
      const group = groups[openCount % groupCount];
      openCount += 1;
      group?.add(stream);
      metrics.opened();

      function finish(): void {
        openCount -= 1;
        group?.delete(stream);
        if (reader !== null) shares.giveBack(reader);
        metrics.closed();
        onClose();
      }
      // A response that is already closed emits no further event.
      if (response.destroyed) queueMicrotask(finish);
      else response.once('close', finish);
      return stream;
    },

    close() {
      isClosing = true;
      clearInterval(beating);
      for (const group of groups) group.forEach((stream) => stream.end());
    },
  };
}

function refusal(code: 'unavailable' | 'rate_limited', detail: string): Problem {
  return new Problem(code, detail, { headers: { 'Retry-After': String(retryAfterSeconds) } });
}

function beginStream(response: ServerResponse, metrics: StreamMetrics): OpenStream {
  let hadUnread = false;

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

    // Unread data at two heartbeats in a row means that the reader has stalled.
    beat() {
      const hasUnread = response.writableLength > 0;
      if (hasUnread && hadUnread) return drop();
      hadUnread = hasUnread;
      write(':\n\n');
    },
  };
}

/** Also tells proxies not to buffer events. */
export function setStreamHeaders(response: ServerResponse): void {
  response.statusCode = 200;
  response.setHeader('Content-Type', 'text/event-stream');
  response.setHeader('X-Accel-Buffering', 'no');
}
