/** Keeps the process busy, as work for a request does. */
export function work(ms: number): void {
  for (const endsAt = performance.now() + ms; performance.now() < endsAt;);
}
