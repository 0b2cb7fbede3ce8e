/** How long statements of a kind took. */
export interface StatementTimes {
  count: number;
  sumMs: number;
  longestMs: number;
}

/** To add to the URL of a database: the server logs each statement that comes from there. Superusers may ask for that. */
export const loggingStatements = `?options=${encodeURIComponent('-c log_min_duration_statement=0')}`;

/**
 * Reads the log of a Postgres.
 *
 * @param kinds what the text of a statement contains, by the name of its kind
 */
export function readStatementTimes<Kind extends string>(kinds: Record<Kind, RegExp>) {
  const times = new Map<Kind, StatementTimes>();
  let entry = '';

  function take(): void {
    const [, duration, text = ''] = /duration: ([\d.]+) ms +execute [^:]*: (.*)/s.exec(entry) ?? [];
    const [kind] = Object.entries<RegExp>(kinds).find(([, pattern]) => duration && pattern.test(text)) ?? [];
    if (kind === undefined) return;
    const { count, sumMs, longestMs } = times.get(kind as Kind) ?? { count: 0, sumMs: 0, longestMs: 0 };
    const ms = Number(duration);
    times.set(kind as Kind, { count: count + 1, sumMs: sumMs + ms, longestMs: Math.max(longestMs, ms) });
  }

  return {
    /** A statement has several lines, of which the first begins with the time. */
    onLine(line: string): void {
      if (/^\d{4}-/.test(line)) {
        take();
        entry = line;
      } else entry += `\n${line}`;
    },
    times: () => Object.fromEntries(times) as Partial<Record<Kind, StatementTimes>>,
  };
}
