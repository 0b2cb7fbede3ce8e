import type { Claims } from '../http/claims.ts';
import type { ClaimStep, ToPrimary, ToProcess } from './messages.ts';

/** Claims that the primary counts, for all processes of the instance. */
export interface SharedClaims extends Claims {
  /** The primary's answers. */
  decided(answers: Extract<ToProcess, { type: 'decided' }>['answers']): void;
}

/** Sends the steps of one turn of the event loop together, in their order. */
export function createSharedClaims(send: (message: ToPrimary) => void): SharedClaims {
  const deciding = new Map<number, (usedUp: string | null) => void>();
  let steps: ClaimStep[] = [];
  let lastId = 0;

  function add(step: ClaimStep): void {
    if (steps.length === 0) setImmediate(flush);
    steps.push(step);
  }

  function flush(): void {
    send({ type: 'claims', steps });
    steps = [];
  }

  return {
    take(wanted, decided) {
      const id = (lastId += 1);
      deciding.set(id, decided);
      add({ id, take: wanted });
      return { keep: (names) => add({ id, keep: names }) };
    },

    decided(answers) {
      for (const { id, usedUp } of answers) {
        deciding.get(id)?.(usedUp);
        deciding.delete(id);
      }
    },
  };
}
