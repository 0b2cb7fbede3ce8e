/** How many events happen per millisecond, about the latest second. */
export interface Throughput {
  /** @param at now, in milliseconds on a clock that never goes back */
  add(at: number): void;
  /** @param at as for `add` */
  perMs(at: number): number;
}

/** The rate is taken anew after each period. */
const periodMs = 250;

/** Of the latest period: those before it count half as much each. */
const weight = 0.5;

export function createThroughput(startedAt: number): Throughput {
  let periodBeganAt = startedAt;
  let count = 0;
  let rate = 0;

  function takeRate(at: number): void {
    const periods = Math.floor((at - periodBeganAt) / periodMs);
    if (periods === 0) return;
    const latest = count / (at - periodBeganAt);
    rate = latest + (rate - latest) * (1 - weight) ** periods;
    periodBeganAt = at;
    count = 0;
  }

  return {
    add(at) {
      takeRate(at);
      count += 1;
    },
    perMs(at) {
      takeRate(at);
      return rate;
    },
  };
}
