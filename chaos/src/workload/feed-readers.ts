import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { FeedEvent, FeedPoll, History } from '../history/history.ts';

/** Follow the feed of all events as docs/events.md says: with the cursor of the last answer, or from the beginning after 410. */
export interface FeedReaders {
  close(): Promise<void>;
}

export interface FeedReaderDependencies {
  history: History;
  apiUrls: readonly string[];
  token: string;
}

/** What each reader asks for. Null: all events. */
const wanted: readonly (readonly string[] | null)[] = [null, ['order.paid', 'order.cancelled']];
const pageSize = 100;
const pauseMs = 500;
/** Longer than the api waits for Postgres. */
const timeLimitMs = 8_000;

interface Page {
  data: FeedEvent[];
  nextCursor: string;
}

export function startFeedReaders({ history, apiUrls, token }: FeedReaderDependencies): FeedReaders {
  const stopping = new AbortController();
  /** An event that is read again, as after a failover, is kept once. */
  const known = new Map<string, FeedEvent>();

  function keep(event: FeedEvent): FeedEvent {
    const before = known.get(event.id);
    if (before && isDeepStrictEqual(before, event)) return before;
    known.set(event.id, event);
    return event;
  }

  /** @returns the cursor of the answer; null: there was no page */
  async function ask(poll: FeedPoll, after: string | null): Promise<string | null> {
    const query = new URLSearchParams({
      limit: String(pageSize),
      ...(poll.types && { types: poll.types.join() }),
      ...(after !== null && { after }),
    });
    try {
      const response = await fetch(`${apiUrls[poll.api]}/v1/events?${query.toString()}`, {
        headers: { Authorization: `Bearer ${token}` },
        signal: AbortSignal.any([stopping.signal, AbortSignal.timeout(timeLimitMs)]),
      });
      const body = (await response.json()) as Page;
      poll.status = response.status;
      if (response.status !== 200) return null;
      poll.events = body.data.map(keep);
      return body.nextCursor;
    } catch {
      return null;
    } finally {
      poll.endedAt = performance.now();
    }
  }

  async function read(reader: number, types: readonly string[] | null): Promise<void> {
    let cursor: { text: string; from: number } | null = null;
    let reading = 1;
    for (let api = reader; !stopping.signal.aborted; api += 1) {
      const poll: FeedPoll = {
        reader,
        reading,
        types,
        api: api % apiUrls.length,
        cursorFrom: cursor?.from ?? null,
        sentAt: performance.now(),
        endedAt: null,
        status: null,
        events: [],
      };
      history.feed.push(poll);
      const next = await ask(poll, cursor?.text ?? null);
      const isNews = next !== null && next !== cursor?.text;
      if (next !== null) cursor = { text: next, from: performance.now() };
      if (poll.status === 410) {
        cursor = null;
        reading += 1;
      }
      if (!isNews) await sleep(pauseMs, null, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const reading = wanted.map((types, index) => read(index + 1, types));
  return {
    async close() {
      stopping.abort();
      await Promise.all(reading);
    },
  };
}
