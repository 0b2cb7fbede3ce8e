/** Waits. Rejects with the signal's reason as soon as it is aborted. */
export function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}

/** A time limit for something that can be aborted. */
export interface TimeLimit {
  /** Aborted when the time is over, or the outer signal is. */
  signal: AbortSignal;
  /** Starts again, with this time. */
  restart(ms: number): void;
  /** Must be called in the end: frees the timer. */
  clear(): void;
}

/*
 * Not AbortSignal.any with AbortSignal.timeout: in some versions of Node 20 and 22 such a pair is collected as garbage
 * and never fires.
 */
export function startTimeLimit(ms: number, outer: AbortSignal | undefined): TimeLimit {
  const controller = new AbortController();
  const stop = () => controller.abort(outer?.reason);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const restart = (forMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => controller.abort(new Error(`no answer within ${forMs} ms`)), forMs);
  };
  restart(ms);
  if (outer?.aborted) stop();
  else outer?.addEventListener('abort', stop, { once: true });
  return {
    signal: controller.signal,
    restart,
    clear() {
      clearTimeout(timer);
      outer?.removeEventListener('abort', stop);
    },
  };
}
