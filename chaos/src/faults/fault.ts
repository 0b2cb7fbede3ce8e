import type { Cluster } from '../cluster.ts';
import type { ClockShift } from '../processes/clock.ts';
import type { Random } from '../random.ts';
import type { Controls } from '../workload/controls.ts';

/** What a fault occupies. Faults of the same area never overlap, so that each finds its area whole. */
export type Area = 'postgres' | 'redis' | 'api' | 'worker' | 'links' | 'receivers' | 'load';

/** What a fault may disturb. */
export interface Target {
  cluster: Cluster;
  /** Null: clocks can't be shifted on this machine. */
  clockShift: ClockShift | null;
  controls: Controls;
}

/** One kind of fault. */
export interface Fault {
  kind: string;
  area: Area;
  /** About how long it takes beyond its hold, in milliseconds, with all that must be whole again. */
  extraMs: number;
  /** Whether it promotes a standby, with which another history of the ledger begins. */
  promotes?: true;
  /** Why it can't be injected on this machine, if it can't. */
  obstacle?(target: Target): string | null;
  /**
   * Injects the fault, holds it, and undoes it. Also undoes it, at once, when the signal is aborted.
   *
   * @throws Error if the area does not become whole again
   */
  run(target: Target, hold: Hold): Promise<void>;
}

export interface Hold {
  holdMs: number;
  random: Random;
  signal: AbortSignal;
}
