import type { Answer, Bench } from './bench.ts';
import type { Contender, StartOptions } from './contender.ts';
import type { Run } from './runs.ts';
import type { Sample } from './samples.ts';

export interface Turn extends Run {
  name: string;
  isLimit: boolean;
  record: (caseName: string, figures: Record<string, number>) => void;
}

/**
 * Contenders take turns, A B C A B C, each started for its turn on empty stores and stopped after it: so nothing else runs
 * meanwhile, and a machine that slows down slows all of them.
 */
export async function takeTurns(
  bench: Bench,
  contenders: readonly Contender[],
  measure: (turn: Turn) => Promise<void>,
  options: StartOptions = {},
): Promise<Answer> {
  const samples: Sample[] = [];
  const skipped = contenders.flatMap((contender) => {
    const reason = contender.unavailable?.();
    return reason === undefined ? [] : [{ contender: contender.name, reason }];
  });
  const able = contenders.filter(({ name }) => skipped.every(({ contender }) => contender !== name));
  // A quick run keeps them and times nothing, so they may start at once.
  if (bench.quick) {
    await Promise.all(able.map((contender) => bench.runs.use(contender, options, async () => undefined)));
  }
  for (let round = 1; round <= bench.rounds; round += 1) {
    for (const contender of able) {
      const { name, isLimit = false } = contender;
      bench.progress(`round ${round} of ${bench.rounds}: ${name}`);
      await bench.runs.use(contender, options, (run) =>
        measure({
          ...run,
          name,
          isLimit,
          record: (caseName, figures) =>
            void samples.push({ contender: name, case: caseName, round, figures }),
        }),
      );
    }
  }
  return { samples, skipped };
}
