/** Those who wait for a turn, each once, in the order in which they came. */
export interface Turns<Waiter> {
  wait(waiter: Waiter): void;
  /** A connection was accepted: others may be behind it. */
  connected(): void;
}

/** How long turns are given in one go. */
const goMs = 10;

/** Node accepts one connection between two goes. While connections come, they have this long for themselves. */
const acceptingMs = 50;

/** Gives turns for a few milliseconds at a time, and between them lets the process take what has arrived meanwhile. */
export function createTurns<Waiter>(take: (waiter: Waiter) => void): Turns<Waiter> {
  const waiters = new Set<Waiter>();
  let isGoing = false;
  let wentAtMs = 0;
  let isAccepting = false;

  function ensureGoing(): void {
    if (isGoing) return;
    isGoing = true;
    setImmediate(go);
  }

  function go(): void {
    const nowMs = performance.now();
    const isPostponed = isAccepting && nowMs - wentAtMs < acceptingMs;
    isAccepting = false;
    if (isPostponed) return void setImmediate(go);
    for (const waiter of waiters) {
      waiters.delete(waiter);
      take(waiter);
      if (performance.now() >= nowMs + goMs) break;
    }
    wentAtMs = performance.now();
    isGoing = waiters.size > 0;
    if (isGoing) setImmediate(go);
  }

  return {
    wait(waiter) {
      waiters.add(waiter);
      ensureGoing();
    },
    connected() {
      isAccepting = true;
      ensureGoing();
    },
  };
}
