/** Ticks with the seconds that are shown, and tells when the page was asleep. */
export interface PulseListener {
  /** What is left. Null: unknown. */
  remainingMs: () => number | null;
  tick: () => void;
  /** The page comes back from where time may have passed unseen, or its network does. */
  wake: () => void;
}

/** A timer that is as late as this was held up: the machine or the page slept. */
const maxLateMs = 5_000;
/** By as much may the device's clock and the page's own differ in their pace. If the machine sleeps, the latter may stop. */
const maxDriftMs = 2_000;

/** @returns stops */
export function startPulse({ remainingMs, tick, wake }: PulseListener): () => void {
  let timer: ReturnType<typeof setTimeout>;
  let beatAtMs = performance.now();
  let deviceAtMs = Date.now();

  function beat(): void {
    const [passedMs, devicePassedMs] = [performance.now() - beatAtMs, Date.now() - deviceAtMs];
    beatAtMs += passedMs;
    deviceAtMs += devicePassedMs;
    // Timers of hidden pages are late as a rule; they are told when they are shown.
    const hasSlept = passedMs > maxLateMs || Math.abs(devicePassedMs - passedMs) > maxDriftMs;
    if (hasSlept && !document.hidden) wake();
    tick();
    // Until the next second begins, and a little, since timers may be early.
    timer = setTimeout(beat, ((remainingMs() ?? 0) % 1_000 || 1_000) + 5);
  }

  const shown = () => {
    if (!document.hidden) wake();
  };
  const restored = ({ persisted }: PageTransitionEvent) => {
    if (persisted) wake();
  };
  const stopping = new AbortController();
  const { signal } = stopping;
  document.addEventListener('visibilitychange', shown, { signal });
  document.addEventListener('resume', wake, { signal });
  window.addEventListener('pageshow', restored, { signal });
  window.addEventListener('online', wake, { signal });
  timer = setTimeout(beat);

  return () => {
    stopping.abort();
    clearTimeout(timer);
  };
}
