/** Those who wait for a turn, each once, in the order in which they came. */
export interface Turns<Waiter> {
  wait(waiter: Waiter): void;
}

/** How long turns are given in one go. */
const goMs = 10;

/** Gives turns for a few milliseconds at a time, and between them lets the process take what has arrived meanwhile. */
export function createTurns<Waiter>(take: (waiter: Waiter) => void): Turns<Waiter> {
  const waiters = new Set<Waiter>();
  let isGoing = false;

  function go(): void {
    const endsAtMs = performance.now() + goMs;
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
      if (!isGoing) setImmediate(go);
      isGoing = true;
    },
  };
}
