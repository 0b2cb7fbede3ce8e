import type { Actor } from '../order/actor.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { FollowUp } from './follow-up.ts';

/** What was done to forget a customer. */
export interface Erased {
  /** Orders that were paid or cancelled. Those that somebody else holds, or that are too many, are erased within seconds. */
  erasedOrders: number;
  /** Orders that can still be paid. They are erased when they are paid or cancelled. */
  pendingOrders: number;
}

export interface ErasureRequest {
  customerId: string;
  /** What the customer's own requests are remembered under. */
  caller: string;
  actor: Actor;
}

/** Forgets customers: see docs/security.md. */
export interface Erasure {
  /** @throws LedgerUnavailable */
  forget(request: ErasureRequest): Promise<Erased>;
  /**
   * Erases up to `limit` orders whose erasure was requested and that have settled since.
   * @returns how many; 0: none is left, or all are held
   */
  eraseDue(limit: number): Promise<number>;
  /** Erases what webhooks that were under way during an erasure have left since. */
  eraseLate(): Promise<void>;
}

export interface ErasureDependencies {
  ledger: Pick<Ledger, 'requestErasures' | 'dueErasures' | 'erase' | 'forgetRequestsOf' | 'eraseLateAnswers'>;
  followUp: FollowUp;
}

const batchSize = 500;

/** After that long the rest is left to the worker, so that a request does not run into its client's time limit. */
const timeLimitMs = 2_000;

export function createErasure({ ledger, followUp }: ErasureDependencies): Erasure {
  async function erase(ids: readonly string[]): Promise<number> {
    if (ids.length === 0) return 0;
    try {
      const erased = await ledger.erase(ids);
      await followUp(
        'erase',
        'erased',
        erased.map((id) => ({ id })),
      );
      return erased.length;
    } catch (error) {
      followUp.failed('erase', null, error);
      throw error;
    }
  }

  return {
    async forget({ customerId, caller, actor }) {
      const startedAt = performance.now();
      const done: Erased = { erasedOrders: 0, pendingOrders: 0 };
      await ledger.forgetRequestsOf(caller);
      for (let after: string | null = null; ;) {
        const { settledIds, pending, next } = await ledger.requestErasures({
          customerId,
          actor,
          after,
          limit: batchSize,
        });
        done.erasedOrders += settledIds.length;
        done.pendingOrders += pending;
        if (performance.now() - startedAt < timeLimitMs) await erase(settledIds);
        if (next === null) return done;
        after = next;
      }
    },

    eraseDue: async (limit) => erase(await ledger.dueErasures(limit)),
    eraseLate: () => ledger.eraseLateAnswers(),
  };
}
