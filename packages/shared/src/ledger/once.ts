import { inBatches } from '../platform/batches.ts';
import type { Postgres, Queries } from '../platform/postgres.ts';
import type { Held, RowQueue } from './held.ts';
import type { HeldRows } from './lock.ts';

/** A request that its client may send again. */
export interface RepeatableRequest {
  /** Whose keys these are. */
  caller: string;
  /** The client's key for the request. */
  key: string;
  /** What is asked for, with a digest of what it is asked with. */
  operation: string;
  digest: string;
}

/** What a request did. Without an answer, nothing may be remembered of it, and what it wrote is undone. */
export interface Done<Result> {
  result: Result | Held;
  answer: object | null;
}

export type OnceResult<Result> =
  | { outcome: 'done'; result: Result }
  /** An earlier request did it, and this is what it was answered with. */
  | { outcome: 'repeated'; answer: object }
  /** The caller used the key for another request. */
  | { outcome: 'idempotency_key_reused' };

/**
 * Does what a request asks for, unless an earlier one with the same key has done it. Of several at once, one does it.
 *
 * @param run runs its statements by `queries`: what they write is committed together with the key
 * @throws OrderHeld or LedgerUnavailable when another transaction has held the key, or what `run` needs, for 2 s
 */
export type Once = <Result>(
  request: RepeatableRequest,
  run: (queries: Queries, heldRows: HeldRows) => Promise<Done<Result>>,
) => Promise<OnceResult<Result>>;

/** Requests are remembered for so long at least. */
export const rememberedDays = 30;

/*
 * Whoever has the lock inserts the key without waiting. Whoever does not is told so, instead of keeping a connection
 * until the other one is done.
 */
const claimStatement = `
with free as materialized (
  select pg_try_advisory_xact_lock(hashtextextended($1 || ' ' || $2, 0)) as is_free
), claimed as (
  insert into idempotent_requests (caller, key, operation, digest)
  select $1, $2, $3, $4 from free where is_free
  on conflict do nothing
  returning key
)
select is_free as "isFree", exists (select from claimed) as "isFirst" from free`;

const readStatement = `
select operation = $3 and digest = $4 as "isSame", answer
from idempotent_requests where caller = $1 and key = $2`;

const rememberStatement = 'update idempotent_requests set answer = $3 where caller = $1 and key = $2';

/** Undoes a transaction that did nothing worth remembering. */
class Undone<Result> extends Error {
  readonly result: Result;
  constructor(result: Result) {
    super('nothing was done');
    this.result = result;
  }
}

/** How a command on an order is repeated. @typeParam Success the verdict that is remembered */
export interface Repeat<Success> {
  request: RepeatableRequest;
  /** What the command is answered with. */
  represent: (verdict: Success) => object;
}

/** What became of a command that was asked for before. */
export type Repeated = Exclude<OnceResult<never>, { outcome: 'done' }>;

/**
 * Decides a command on an order, unless an earlier request with the same key has.
 *
 * @param successes the outcomes that are remembered: a refusal changed nothing, and may be another one next time
 */
export async function decideOnce<Verdict extends { outcome: string }, Success extends Verdict['outcome']>(
  once: Once,
  { request, represent }: Repeat<Extract<Verdict, { outcome: Success }>>,
  successes: readonly Success[],
  decide: (queries: Queries, heldRows: HeldRows) => Promise<Verdict | Held>,
): Promise<Verdict | Repeated> {
  const done = await once<Verdict>(request, async (queries, heldRows) => {
    const result = await decide(queries, heldRows);
    const isSuccess = (successes as readonly string[]).includes(result.outcome);
    return {
      result,
      answer: isSuccess ? represent(result as Extract<Verdict, { outcome: Success }>) : null,
    };
  });
  return done.outcome === 'done' ? done.result : done;
}

/** @param rows lets requests wait for a key that is in use, or for an order that is held */
export function createOnce(postgres: Postgres, rows: RowQueue): Once {
  async function attempt<Result>(
    request: RepeatableRequest,
    run: (queries: Queries, heldRows: HeldRows) => Promise<Done<Result>>,
    heldRows: HeldRows,
  ): Promise<OnceResult<Result> | Held> {
    const { caller, key, operation, digest } = request;
    try {
      return await postgres.transaction(async (queries): Promise<OnceResult<Result> | Held> => {
        const asked = [caller, key, operation, digest];
        const [claim] = await queries.query<{ isFree: boolean; isFirst: boolean }>(claimStatement, asked);
        if (!claim?.isFree) return { outcome: 'held' };
        if (!claim.isFirst) return await earlier(queries, asked);
        const { result, answer } = await run(queries, heldRows);
        if (!answer) throw new Undone(isHeld(result) ? result : { outcome: 'done', result });
        await queries.query(rememberStatement, [caller, key, JSON.stringify(answer)]);
        return { outcome: 'done', result: result as Result };
      });
    } catch (error) {
      if (error instanceof Undone) return error.result as OnceResult<Result> | Held;
      throw error;
    }
  }

  return (request, run) =>
    rows.decide(`${request.caller} ${request.key}`, {
      inSet: () => attempt(request, run, 'skip'),
      again: () => attempt(request, run, 'skip'),
      alone: () => attempt(request, run, 'wait'),
    });
}

/** The key is free, so the transaction that inserted it has been committed, and its answer with it. */
async function earlier(queries: Queries, asked: readonly string[]): Promise<Repeated> {
  const [known] = await queries.query<{ isSame: boolean; answer: object }>(readStatement, asked);
  return known?.isSame
    ? { outcome: 'repeated', answer: known.answer }
    : { outcome: 'idempotency_key_reused' };
}

const isHeld = (result: unknown): result is Held => (result as Partial<Held> | null)?.outcome === 'held';

const forgetStatement = `
delete from idempotent_requests where (caller, key) in (
  select caller, key from idempotent_requests
  where created_at < now() - interval '${rememberedDays} days' order by created_at limit $1
) returning key`;

const batchSize = 5_000;

/** Deletes the requests of more than {@link rememberedDays} ago. @returns how many */
export function forgetRequests(postgres: Postgres, signal: AbortSignal): Promise<number> {
  return inBatches(batchSize, signal, async (limit) => {
    return (await postgres.query(forgetStatement, [limit])).length;
  });
}
