/** Those who wait for a turn, each once, in the order in which they came. */
export interface Turns<Waiter> {
  wait(waiter: Waiter): void;
  /** Whether somebody who has come just now may go without waiting: nobody waits, and this go is not over. */
  isFree(): boolean;
}

/** How long turns are given in one go. */
const goMs = 10;

/** Gives turns for a few milliseconds at a time, and between them lets the process take what has arrived meanwhile. */
export function createTurns<Waiter>(take: (waiter: Waiter) => void): Turns<Waiter> {
  const waiters = new Set<Waiter>();
  let isGoing = false;
  let endsAtMs = 0;

  /** With a go under way, the next one follows it. */
  function ensureGoing(): void {
    if (isGoing) return;
    isGoing = true;
    endsAtMs = performance.now() + goMs;
    setImmediate(go);
  }

  function go(): void {
    endsAtMs = performance.now() + goMs;
    for (const waiter of waiters) {
      waiters.delete(waiter);
      take(waiter);
      if (performance.now() >= endsAtMs) break;
    }
    isGoing = waiters.size > 0;
    if (isGoing) setImmediate(go);
  }

  return {
    wait(waiter) {
      waiters.add(waiter);
      ensureGoing();
    },
    isFree() {
      ensureGoing();
      return waiters.size === 0 && performance.now() < endsAtMs;
    },
  };
}
