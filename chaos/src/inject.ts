import type { Fault, Target } from './faults/fault.ts';
import type { FaultWindow } from './checker/run.ts';
import { createRandom } from './random.ts';
import type { Planned } from './schedule.ts';
import { hold } from './waiting.ts';

/** What became of a schedule. */
export interface Injected {
  /** How many faults of each kind ran to their end. */
  counts: ReadonlyMap<string, number>;
  windows: readonly FaultWindow[];
  /** Faults that could not be undone: the harness itself failed. */
  failures: readonly string[];
}

export interface InjectOptions {
  target: Target;
  faults: readonly Fault[];
  schedule: readonly Planned[];
  signal: AbortSignal;
  log: (line: string) => void;
}

/** Runs a schedule to its end, or until the signal is aborted. By then every fault is undone. */
export async function inject({ target, faults, schedule, signal, log }: InjectOptions): Promise<Injected> {
  const counts = new Map<string, number>();
  const windows: FaultWindow[] = [];
  const failures: string[] = [];
  /** What runs in each area: a fault that takes longer than planned delays the next one there. */
  const lastIn = new Map<string, Promise<void>>();
  const startedAt = performance.now();
  const seconds = (): string => ((performance.now() - startedAt) / 1_000).toFixed(1).padStart(7);

  async function run(fault: Fault, { holdMs, seed }: Planned): Promise<void> {
    if (signal.aborted) return;
    const { promotes = false } = fault;
    const window: FaultWindow = { startedAt: performance.now(), endedAt: null, promotes };
    windows.push(window);
    log(`${seconds()} s  ${fault.kind}, for ${holdMs} ms`);
    try {
      await fault.run(target, { holdMs, random: createRandom(seed), signal });
      counts.set(fault.kind, (counts.get(fault.kind) ?? 0) + 1);
    } catch (error) {
      failures.push(`${fault.kind}: ${describe(error)}`);
      log(`${seconds()} s  ${fault.kind} FAILED: ${describe(error)}`);
    }
    log(`${seconds()} s  ${fault.kind} is over`);
    window.endedAt = performance.now();
  }

  for (const planned of schedule) {
    await hold(startedAt + planned.startMs - performance.now(), signal);
    if (signal.aborted) break;
    const fault = faults.find(({ kind }) => kind === planned.kind);
    if (!fault) continue;
    const before = lastIn.get(fault.area) ?? Promise.resolve();
    lastIn.set(
      fault.area,
      before.then(() => run(fault, planned)),
    );
  }
  await Promise.all(lastIn.values());
  return { counts, windows, failures };
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause === undefined ? error.message : `${error.message} (${describe(error.cause)})`;
}
