import { coalesce } from '../platform/coalesce.ts';
import { failingAlone } from '../platform/failing-alone.ts';
import { askedOnce, type Asked } from './asked.ts';
import type { Held, RowQueue } from './held.ts';
import type { HeldRows } from './lock.ts';

/** Is notified of each set of calls before its statement runs. */
export interface LedgerObserver {
  setFormed(statement: string, size: number): void;
}

/** The ways in which calls become statements. */
export function createCalls(rows: RowQueue, observer?: LedgerObserver) {
  function inSets<Call, Answer>(
    statement: string,
    runSet: (calls: readonly Call[]) => Promise<(Answer | Error)[]>,
  ): (call: Call) => Promise<Answer> {
    return coalesce(`ledger: ${statement}`, (calls) => {
      observer?.setFormed(statement, calls.length);
      return runSet(calls);
    });
  }

  /** A command whose row is held waits for it by itself; its set goes on without it. */
  function onRows<Call, Answer extends { outcome: string }>(
    statement: string,
    idOf: (call: Call) => string,
    runSet: (calls: readonly Call[], heldRows: HeldRows) => Promise<(Answer | Held | Error)[]>,
  ): (call: Call) => Promise<Answer> {
    const skipping = (set: readonly Call[]) => failingAlone(set, (calls) => runSet(calls, 'skip'));
    const inSet = inSets(statement, skipping);
    const again = inSets(`${statement} again`, skipping);
    async function alone(call: Call): Promise<Answer | Held> {
      const [answer] = await runSet([call], 'wait');
      if (!answer || answer instanceof Error) throw answer ?? new Error('the ledger returned no row');
      return answer;
    }
    return (call) =>
      rows.decide<Answer>(idOf(call), {
        inSet: () => inSet(call),
        again: () => again(call),
        alone: () => alone(call),
      });
  }

  /** A command that has no sets. */
  async function byItself<Answer extends { outcome: string }>(
    id: string,
    ask: (heldRows: HeldRows) => Promise<Answer | Held>,
  ): Promise<Answer & Asked> {
    const skipping = () => askedOnce(() => ask('skip'));
    return rows.decide<Answer & Asked>(id, {
      inSet: skipping,
      again: skipping,
      alone: () => askedOnce(() => ask('wait')),
    });
  }

  return { inSets, onRows, byItself };
}
