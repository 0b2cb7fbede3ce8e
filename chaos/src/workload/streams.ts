import { setTimeout as sleep } from 'node:timers/promises';
import type { History, StreamConnection, StreamedEvent } from '../history/history.ts';
import type { Random } from '../random.ts';
import { readEvents } from './event-stream.ts';

/** Watches orders as `EventSource` does: reconnects, with `Last-Event-ID`, until the answer is 204. */
export interface Watchers {
  /** Does nothing if too many are open. */
  watch(orderId: string): void;
  close(): Promise<void>;
}

export interface WatcherDependencies {
  history: History;
  apiUrls: readonly string[];
  token: string;
  random: Random;
}

const maxOpen = 40;
/** Heartbeats come every 15 s. A connection without two of them is dead. */
const silenceLimitMs = 35_000;
const defaultRetryMs = 1_000;
/** Some readers close their connection, as a phone does that changes networks. */
const leavingShare = 0.2;

export function createWatchers({ history, apiUrls, token, random }: WatcherDependencies): Watchers {
  const stopping = new AbortController();
  const open = new Set<Promise<void>>();
  let watchers = 0;

  async function connect(
    connection: StreamConnection,
    signal: AbortSignal,
    onChunk: () => void,
  ): Promise<number> {
    const headers: Record<string, string> = { Authorization: `Bearer ${token}` };
    if (connection.lastEventId !== null) headers['Last-Event-ID'] = String(connection.lastEventId);
    const url = `${apiUrls[connection.api]}/v1/orders/${connection.orderId}/stream`;
    const response = await fetch(url, { headers, signal });
    connection.status = response.status;
    if (response.status !== 200 || !response.body) {
      await response.body?.cancel();
      return defaultRetryMs;
    }
    const onEvent = (event: StreamedEvent) => void connection.events.push(event);
    return (await readEvents(response.body, onEvent, onChunk)) ?? defaultRetryMs;
  }

  async function watchOnce(connection: StreamConnection): Promise<number> {
    const leaving = new AbortController();
    const leave = () => leaving.abort();
    const silence = setTimeout(leave, silenceLimitMs);
    const departure = random.chance(leavingShare) ? setTimeout(leave, random.int(100, 4_000)) : undefined;
    const signal = AbortSignal.any([stopping.signal, leaving.signal]);
    try {
      const retryMs = await connect(connection, signal, () => silence.refresh());
      connection.end = 'server';
      return retryMs;
    } catch {
      connection.end = signal.aborted ? 'client' : 'error';
      return defaultRetryMs;
    } finally {
      clearTimeout(silence);
      clearTimeout(departure);
      connection.closedAt = performance.now();
    }
  }

  async function follow(orderId: string): Promise<void> {
    watchers += 1;
    const watcher = watchers;
    let lastEventId: number | null = null;
    while (!stopping.signal.aborted) {
      const connection: StreamConnection = {
        orderId,
        watcher,
        api: random.int(0, apiUrls.length - 1),
        lastEventId,
        openedAt: performance.now(),
        status: null,
        events: [],
        closedAt: null,
        end: null,
      };
      history.streams.push(connection);
      const retryMs = await watchOnce(connection);
      lastEventId = connection.events.at(-1)?.id ?? lastEventId;
      const isOver = connection.status === 204 || connection.status === 404;
      if (isOver) return;
      await sleep(retryMs, null, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    watch(orderId) {
      if (open.size >= maxOpen || stopping.signal.aborted) return;
      const following = follow(orderId).finally(() => open.delete(following));
      open.add(following);
    },
    async close() {
      stopping.abort();
      await Promise.all(open);
    },
  };
}
