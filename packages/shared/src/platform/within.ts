/** The wait ended. The work continues, and may still take effect. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/**
 * Waits for `work` for at most `limitMs` milliseconds.
 * @throws TimedOut after that; the later result of `work` is ignored, even if it fails
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
