import type { ServerResponse } from 'node:http';
import type { StreamMetrics } from './stream-metrics.ts';

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

export interface OpenStream extends Stream {
  /** Sends a heartbeat. Closes the stream instead if its reader has stalled. */
  beat(): void;
}

/** Per stream, in addition to the kernel's socket buffers. */
const maxUnreadBytes = 64 * 1024;

/**
 * How long browsers wait before they reconnect: random, so that they don't all come at once, and less than the two seconds
 * within which a page is right again after a restart.
 */
const retryMs = () => Math.round(300 + 1_500 * Math.random());

/*
 * Not better-sse: it buffers without a limit for readers who don't read, and keeps a second request and response
 * for each stream. Formatting an event takes one line.
 */
export function beginStream(response: ServerResponse, metrics: StreamMetrics): OpenStream {
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
