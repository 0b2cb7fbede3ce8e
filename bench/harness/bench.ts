import type { Load } from './load.ts';
import type { Runs } from './runs.ts';
import type { Sample } from './samples.ts';
import type { Servers } from './stores.ts';

/** What a question gets to answer itself with. */
export interface Bench {
  servers: Servers;
  runs: Runs;
  load: Load;
  /** Tiny, to see that figures come out and answers are right. */
  quick: boolean;
  /** How often contenders take turns. */
  rounds: number;
  /** The first value, or in a quick run the second. */
  size: <T>(full: T, quick: T) => T;
  /** Fails the question unless an answer was right. */
  check: (isRight: boolean, claim: string) => void;
  /** Says on standard error what is being done. */
  progress: (text: string) => void;
}

export interface Answer {
  /** One for each contender, case and round. */
  samples: Sample[];
  /** Contenders that did not run, with the reason. */
  skipped?: { contender: string; reason: string }[];
  /** What a reader of the table has to know. */
  notes?: string[];
}

export interface Question {
  /** One sentence. */
  asks: string;
  /** The figures of the table, in this order. The JSON has all. */
  columns: string[];
  /** Columns that may be 0. All others are more, or something was not measured. */
  mayBeZero?: string[];
  answer(bench: Bench): Promise<Answer>;
}
