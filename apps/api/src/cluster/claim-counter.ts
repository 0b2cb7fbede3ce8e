import { createClaims, type Claim } from '../http/claims.ts';
import type { ClaimStep, ToProcess } from './messages.ts';

/** Counts the claims of all processes of an instance, in the primary. */
export interface ClaimCounter<Process> {
  /** @returns the answer to each `take` */
  run(process: Process, steps: readonly ClaimStep[]): Extract<ToProcess, { type: 'decided' }>['answers'];
  /** Gives back all that a process held: it has ended. */
  forget(process: Process): void;
}

export function createClaimCounter<Process>(): ClaimCounter<Process> {
  const claims = createClaims();
  const held = new Map<Process, Map<number, Claim>>();

  function claimsOf(process: Process): Map<number, Claim> {
    const known = held.get(process) ?? new Map<number, Claim>();
    held.set(process, known);
    return known;
  }

  return {
    run(process, steps) {
      const own = claimsOf(process);
      const answers: { id: number; usedUp: string | null }[] = [];
      for (const step of steps) {
        if ('take' in step) {
          const claim = claims.take(step.take, (usedUp) => answers.push({ id: step.id, usedUp }));
          if (answers.at(-1)?.usedUp === null) own.set(step.id, claim);
        } else {
          own.get(step.id)?.keep(step.keep);
          if (step.keep.length === 0) own.delete(step.id);
        }
      }
      return answers;
    },

    forget(process) {
      for (const claim of held.get(process)?.values() ?? []) claim.keep([]);
      held.delete(process);
    },
  };
}
