/** The wait was given up. Whether the work took effect is unknown. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/**
 * Waits for `work`, but no longer than `limitMs` milliseconds.
 * @throws TimedOut when the time is up; what `work` does later is ignored, its failure included
 */
export async function within<Result>(limitMs: number, work: Promise<Result>): Promise<Result> {
  const { promise: timeIsUp, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new TimedOut(`no answer within ${limitMs} ms`)), limitMs);
  try {
    return await Promise.race([work, timeIsUp]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}
