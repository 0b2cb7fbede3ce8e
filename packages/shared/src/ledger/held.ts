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
   * @throws OrderHeld or LedgerUnavailable when the row is still held then, and at once when too many commands wait;
   *   nothing was changed
   */
  decide<Answer extends { outcome: string }>(id: string, decide: DecideRow<Answer>): Promise<Answer>;
}

const waitLimitMs = 2_000;
/** Doubles with each question, so that a long wait costs few statements. */
const firstPauseMs = 20;
const longestPauseMs = 160;

/** A wait in Postgres may itself take 2 s, so a late command does not begin one. */
const lastStartMs = 500;

/** Each takes a connection. Commands beyond it ask again now and then instead. */
const maxStatementsWaiting = 5;

/** In this process. Further ones are refused at once, so that a storm on held orders leaves room for all others. */
const maxCommandsWaiting = 100;

export function createRowQueue(): RowQueue {
  let waitingCount = 0;
  /** The orders that a statement of ours waits for: one each, so that no order takes all connections. */
  const awaited = new Map<string, Promise<unknown>>();

  async function waitInPostgres<Answer>(id: string, decide: DecideRow<Answer>): Promise<Answer | Held> {
    const waiting = decide.alone();
    awaited.set(id, waiting);
    try {
      return await waiting;
    } finally {
      awaited.delete(id);
    }
  }

  /** Commands on an order that a statement of ours waits for ask again when that has ended, and not before. */
  async function pause(id: string, pauseMs: number): Promise<void> {
    const waiting = awaited.get(id) ?? sleep(pauseMs * (1 + Math.random()));
    await waiting.catch(() => undefined);
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
      if (waitingCount >= maxCommandsWaiting) {
        throw new OrderHeld(
          `the order is held, and ${waitingCount} commands are already waiting for held orders`,
        );
      }
      waitingCount += 1;
      try {
        return await waitForRow(id, decide);
      } finally {
        waitingCount -= 1;
      }
    },
  };
}

const isHeld = (answer: { outcome: string }): answer is Held => answer.outcome === 'held';
