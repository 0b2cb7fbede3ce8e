import type { OrderCase } from './order-case.ts';
import type { Run } from './run.ts';

/** A promise, and how to find what breaks it. Pure: it reads the case and the run, and nothing else. */
export interface Check {
  /** The name of the promise, as in the promises of packages/promises. */
  name: string;
  promise: string;
  /** @returns how the order breaks it, one text for each break; none: it is kept */
  broken: (one: OrderCase, run: Run) => string[];
}
