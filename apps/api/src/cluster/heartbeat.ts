import type { Worker } from 'node:cluster';
import type { ToProcess } from './messages.ts';

/** Notices processes that hang: while the others answer whoever watches the API, nobody else does. */
export interface Hearts {
  /** It lives: it serves now, or answered. Until the first time it is not asked. */
  beat(worker: Worker): void;
}

const intervalMs = 1_000;

/** Questions are counted, not the time: a machine that was suspended for a minute has asked none. */
const maxUnanswered = 15;

/** @param onSilent is called with a process that did not answer for 15 s */
export function watchHearts(workers: () => Worker[], onSilent: (worker: Worker) => void): Hearts {
  const unanswered = new WeakMap<Worker, number>();

  setInterval(() => {
    for (const worker of workers().filter((each) => each.isConnected())) {
      const questions = unanswered.get(worker);
      // It still loads, for which it has longer.
      if (questions === undefined) continue;
      unanswered.set(worker, questions + 1);
      if (questions >= maxUnanswered) onSilent(worker);
      else worker.send({ type: 'ping' } satisfies ToProcess, () => undefined);
    }
  }, intervalMs);

  return {
    beat: (worker) => void unanswered.set(worker, 0),
  };
}
