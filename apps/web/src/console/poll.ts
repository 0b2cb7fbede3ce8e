import { read, type Answer, type Sources } from './api.ts';

/** After a failure, whatever the interval: the page is right again within two seconds of the API's return. */
const retryMs = 1_000;

export interface Poll {
  /** Reads again at once: something has been changed. */
  refresh(): void;
  stop(): void;
}

/**
 * Reads again and again, each time after an answer, and never while the page is hidden.
 *
 * @param everyMs from the start of one request to that of the next, at least 1,000
 */
export function poll(
  sources: Sources,
  everyMs: number,
  onAnswer: (answer: Answer<Record<string, unknown>>) => void,
): Poll {
  const ended = new AbortController();
  let timer = 0;
  let isReading = false;
  let isStale = false;

  async function next(): Promise<void> {
    clearTimeout(timer);
    if (document.hidden || ended.signal.aborted) return;
    if (isReading) {
      isStale = true;
      return;
    }
    isReading = true;
    const startedAt = performance.now();
    const answer = await read(sources, ended.signal);
    isReading = false;
    if (ended.signal.aborted) return;
    // An answer that began before a change may not show it.
    if (isStale) {
      isStale = false;
      return void next();
    }
    onAnswer(answer);
    const intervalMs = answer.kind === 'data' ? everyMs : retryMs;
    timer = setTimeout(() => void next(), Math.max(0, startedAt + intervalMs - performance.now()));
  }

  document.addEventListener('visibilitychange', () => void next(), { signal: ended.signal });
  void next();
  return {
    refresh: () => void next(),
    stop() {
      ended.abort();
      clearTimeout(timer);
    },
  };
}
