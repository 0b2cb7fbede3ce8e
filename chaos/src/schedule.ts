import type { Area } from './faults/fault.ts';
import { createRandom, type Random } from './random.ts';

/** What the schedule must know of a fault. */
export interface Schedulable {
  kind: string;
  area: Area;
  extraMs: number;
}

/** A fault at its time. */
export interface Planned {
  kind: string;
  /** Counted from the start of the run. */
  startMs: number;
  holdMs: number;
  /** For what the fault decides by chance. */
  seed: number;
}

export interface ScheduleOptions {
  seed: number;
  durationMs: number;
  faults: readonly Schedulable[];
}

const minHoldMs = 500;
const maxHoldMs = 6_000;
/** A few faults last longer than the time limits of the service, which is where other code paths begin. */
const longHoldMs = 15_000;
const longShare = 0.15;
const maxRestMs = 2_000;
const overlapShare = 0.6;
const maxSeed = 2 ** 31 - 1;

/**
 * Lays faults out over a run: each kind once in a random order, then each kind once more, and so on. Some begin when all
 * before them have ended, others while these go on; two of the same area never overlap. The same options give the same
 * schedule. Faults end before `durationMs`, so the last kinds of a round may be missing.
 */
export function planFaults({ seed, durationMs, faults }: ScheduleOptions): Planned[] {
  const random = createRandom(seed);
  const planned: Planned[] = [];
  const freeAtMs = new Map<Area, number>();
  let lastStartMs = 0;
  while (faults.length > 0) {
    const before = planned.length;
    for (const fault of random.shuffle(faults)) {
      const allEndMs = Math.max(0, ...freeAtMs.values());
      const earliestMs = random.chance(overlapShare) ? lastStartMs : allEndMs;
      const areaFreeMs = freeAtMs.get(fault.area) ?? 0;
      const startMs = Math.max(earliestMs, areaFreeMs) + random.int(0, maxRestMs);
      const holdMs = pickHold(random);
      const seedOfOne = random.int(0, maxSeed);
      const endMs = startMs + holdMs + fault.extraMs;
      if (endMs > durationMs) continue;
      planned.push({ kind: fault.kind, startMs, holdMs, seed: seedOfOne });
      freeAtMs.set(fault.area, endMs);
      lastStartMs = Math.max(lastStartMs, startMs);
    }
    if (planned.length === before) break;
  }
  return planned.toSorted((a, b) => a.startMs - b.startMs);
}

function pickHold(random: Random): number {
  return random.chance(longShare) ? random.int(maxHoldMs, longHoldMs) : random.int(minHoldMs, maxHoldMs);
}
