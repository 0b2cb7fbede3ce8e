import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '../platform/errors.ts';

/** Somebody else holds the order's row, so the statement left the order out. Nothing was changed. */
export interface Held {
  outcome: 'held';
}

/** A row was held for longer than a command waits. */
export class OrderHeld extends TransientError {
  override readonly name = 'OrderHeld';
}

/** The ways to decide a command on one order. */
export interface DecideRow<Answer> {
  /** Within a set, together with all other calls. A held row is skipped. */
  inSet(): Promise<Answer | Held>;
  /** Within a set of calls whose rows were held, so as not to queue behind all others again. A held row is skipped. */
  again(): Promise<Answer | Held>;
  /** Alone, and waiting for the row. */
  alone(): Promise<Answer | Held>;
}

/** Waits for rows that are held, without making anybody else wait. */
export interface RowQueue {
  /**
   * Decides a command on one order. Should its row be held, the command waits by itself for about 2 s.
   *
   * @throws OrderHeld or LedgerUnavailable when the row is still held then, and at once when too many commands wait for
   *   the same order; nothing was changed
   */
  decide<Answer extends { outcome: string }>(id: string, decide: DecideRow<Answer>): Promise<Answer>;
}

const waitLimitMs = 2_000;
/** Doubles with each question, so that a long wait costs few statements. */
const firstPauseMs = 20;
const longestPauseMs = 160;

/** A wait in Postgres may itself take 2 s, so a late command does not begin one. */
const lastStartMs = 500;

/**
 * On one order, in this process. Further ones are refused at once, so that a storm on it leaves room for all others.
 * There is no such bound for all orders together: those of a sale that ends are held by each other's sets, for a moment.
 */
const maxCommandsPerOrder = 100;

/** @param maxStatementsWaiting each takes a connection; commands beyond it ask again now and then instead */
export function createRowQueue(maxStatementsWaiting: number): RowQueue {
  /** How many commands wait for each order. */
  const waiting = new Map<string, number>();
  /** The orders that a statement of ours waits for: one each, so that no order takes all connections. */
  const awaited = new Map<string, Promise<unknown>>();

  async function waitInPostgres<Answer>(id: string, decide: DecideRow<Answer>): Promise<Answer | Held> {
    const answering = decide.alone();
    awaited.set(id, answering);
    try {
      return await answering;
    } finally {
      awaited.delete(id);
    }
  }

  /** Commands on an order that a statement of ours waits for ask again when that has ended, and not before. */
  async function pause(id: string, pauseMs: number): Promise<void> {
    const ending = awaited.get(id) ?? sleep(pauseMs * (1 + Math.random()));
    await ending.catch(() => undefined);
  }

  async function waitForRow<Answer extends { outcome: string }>(
    id: string,
    decide: DecideRow<Answer>,
  ): Promise<Answer> {
    const heldAt = performance.now();
    const heldMs = () => performance.now() - heldAt;
    for (
      let pauseMs = firstPauseMs;
      heldMs() <= waitLimitMs;
      pauseMs = Math.min(longestPauseMs, 2 * pauseMs)
    ) {
      // Postgres grants a row in the order of arrival, so nobody who waits there is overtaken for ever.
      const mayWaitInPostgres =
        awaited.size < maxStatementsWaiting && !awaited.has(id) && heldMs() < lastStartMs;
      if (!mayWaitInPostgres) await pause(id, pauseMs);
      if (heldMs() > waitLimitMs) break;
      const answer = await (mayWaitInPostgres ? waitInPostgres(id, decide) : decide.again());
      if (!isHeld(answer)) return answer;
    }
    throw new OrderHeld(`the order was held for ${waitLimitMs} ms`);
  }

  return {
    async decide(id, decide) {
      const answer = await decide.inSet();
      if (!isHeld(answer)) return answer;
      const others = waiting.get(id) ?? 0;
      if (others >= maxCommandsPerOrder) throw new OrderHeld(`${others} commands already wait for the order`);
      waiting.set(id, others + 1);
      try {
        return await waitForRow(id, decide);
      } finally {
        const left = (waiting.get(id) ?? 1) - 1;
        if (left > 0) waiting.set(id, left);
        else waiting.delete(id);
      }
    },
  };
}

const isHeld = (answer: { outcome: string }): answer is Held => answer.outcome === 'held';
