import type { EventEmitter } from 'node:events';
import { Problem } from '../http/problem.ts';

export interface ExportSlotLimits {
  atOnce: number;
  /** Who comes then is refused at once. */
  maxWaiting: number;
  maxWaitMs: number;
}

/** Two exports keep a process no busier than a few lists do. The others wait, in the order in which they came. */
const usualLimits: ExportSlotLimits = { atOnce: 2, maxWaiting: 20, maxWaitMs: 10_000 };

const tooMany = () =>
  new Problem('overloaded', 'Other exports are in progress. Try again in some seconds.', {
    headers: { 'Retry-After': '10' },
  });

/**
 * Bounds how many exports a process makes at once.
 *
 * @returns runs `work` once it is its turn, and not if its response has closed by then
 * @throws Problem `overloaded` if too many wait, or the wait is too long
 */
export function createExportSlots({ atOnce, maxWaiting, maxWaitMs } = usualLimits) {
  const line = new Set<() => void>();
  let running = 0;

  /** @returns false: the client has left */
  async function take(response: EventEmitter): Promise<boolean> {
    if (running < atOnce) {
      running += 1;
      return true;
    }
    if (line.size >= maxWaiting) throw tooMany();
    return await new Promise<boolean>((resolve, reject) => {
      function end(settle: () => void): void {
        line.delete(go);
        clearTimeout(timer);
        response.off('close', leave);
        settle();
      }
      const go = () => end(() => resolve(true));
      const leave = () => end(() => resolve(false));
      const timer = setTimeout(() => end(() => reject(tooMany())), maxWaitMs);
      response.once('close', leave);
      line.add(go);
    });
  }

  /** A slot passes on to who is next. */
  function free(): void {
    const [next] = line;
    if (next) next();
    else running -= 1;
  }

  return async (response: EventEmitter, work: () => Promise<void>): Promise<void> => {
    if (!(await take(response))) return;
    try {
      await work();
    } finally {
      free();
    }
  };
}
