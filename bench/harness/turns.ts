import type { Answer, Bench } from './bench.ts';
import type { Contender, Running, StartOptions } from './contender.ts';
import type { Sample } from './samples.ts';
import type { Stores } from './stores.ts';

/** What a contender's turn is measured with: called with it running on empty stores. */
export type Turn = (running: Running, record: Recorder, stores: Stores, name: string) => Promise<void>;

type Recorder = (name: string, figures: Record<string, number>) => void;

/**
 * Contenders take turns, A B C A B C, each started for its turn on empty stores and stopped after it: so nothing else runs
 * meanwhile, and a machine that slows down slows all of them.
 */
export async function takeTurns(
  bench: Bench,
  contenders: readonly Contender[],
  turn: Turn,
  options: StartOptions = {},
): Promise<Answer> {
  const samples: Sample[] = [];
  const reasons = contenders.map((contender) => ({
    contender: contender.name,
    reason: contender.unavailable?.(),
  }));
  const skipped = reasons.flatMap(({ contender, reason }) =>
    reason === undefined ? [] : [{ contender, reason }],
  );
  const able = contenders.filter((contender) => skipped.every((each) => each.contender !== contender.name));
  for (let round = 1; round <= bench.rounds; round += 1) {
    for (const contender of able) {
      bench.progress(`round ${round} of ${bench.rounds}: ${contender.name}`);
      const stores = await bench.servers.fresh();
      const running = await contender.start(stores, options);
      try {
        const record: Recorder = (name, figures) =>
          void samples.push({ contender: contender.name, case: name, round, figures });
        await turn(running, record, stores, contender.name);
      } finally {
        await running.stop();
      }
    }
  }
  return { samples, skipped };
}
