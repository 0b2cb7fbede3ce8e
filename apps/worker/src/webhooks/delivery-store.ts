import { coalesce } from '@order-countdown/shared/platform/coalesce';
import type { Postgres } from '@order-countdown/shared/platform/postgres';
import { asRecordset } from '@order-countdown/shared/platform/recordset';
import type { DeliveryStatus } from '@order-countdown/shared/webhooks/delivery-history';
import { deliveryIdFromUuid, deliveryIdToUuid } from '@order-countdown/shared/webhooks/ids';
import { releaseClaimed } from '@order-countdown/shared/webhooks/outbox';
import { dueAgain, wasResentSince } from '@order-countdown/shared/webhooks/resend';
import { readStatement, toStored, type StoredDelivery, type StoredRow } from './stored-delivery.ts';

export interface AttemptStart {
  id: string;
  /** Milliseconds until the next attempt if the result of this one is never recorded; at least 20 s. */
  retryInMs: number;
}

/** An attempt that may be sent now. */
export interface StartedAttempt {
  /** From 1. */
  attempt: number;
  /** On the clock of the database. */
  startedAt: Date;
}

export interface AttemptResult {
  id: string;
  /** The number of the attempt, from 1. */
  attempt: number;
  status: DeliveryStatus;
  /** When the attempt was started. */
  startedAt: Date;
  durationMs: number;
  /** The first KiB of what was sent. */
  requestBody: string;
  responseStatus: number | null;
  /** The first KiB of it. */
  responseBody: string | null;
  error: string | null;
  /** Milliseconds until the next attempt; null: there is none. */
  retryInMs: number | null;
}

export interface Failure {
  id: string;
  error: string;
}

/**
 * The rows that an attempt reads and writes. Concurrent calls of a method share a statement. Every method throws
 * `LedgerUnavailable` when Postgres can't answer.
 */
export interface DeliveryStore {
  /** Null: there is no such delivery. */
  read(deliveryId: string): Promise<StoredDelivery | null>;
  /**
   * Counts an attempt before it is sent, so that it is not repeated at once if its result can't be recorded.
   *
   * @returns null if the delivery is deleted, delivered, or being sent by another job
   */
  start(attempt: AttemptStart): Promise<StartedAttempt | null>;
  /**
   * Stores a result. A failure is ignored unless its attempt is the last one and the delivery is still pending. A success
   * closes the circuit of its endpoint in the same commit, unless somebody holds the circuit. A delivery that was asked for
   * again since the attempt was started stays pending.
   *
   * @returns whether the result is a success of an endpoint that had failed before
   */
  record(result: AttemptResult): Promise<boolean>;
  /** Makes a queued delivery wait in Postgres again. It is due. */
  release(deliveryId: string): Promise<void>;
  /** Fails a pending delivery without an attempt. */
  fail(failure: Failure): Promise<void>;
  /** Deletes a delivery if its endpoint was removed. */
  drop(deliveryId: string): Promise<void>;
}

/** An attempt takes at most 10 s. If its result is not known by then, its worker has died or could not record it. */
const attemptSeconds = 15;

/**
 * As an array, so that the rows are looked up by their ids. A join alone reads all of a table of some thousand rows, however
 * few are asked for.
 */
const areAsked = (asked: string) => `delivery.id = any (array(select id from ${asked}))`;

/*
 * An attempt without a result counts as failed. An operator can retry a failed delivery: it is pending again. A delivery
 * is being sent if it was last attempted after it was queued.
 */
const startStatement = `
with started as (
  select * from json_to_recordset($1) as started(id uuid, retry_in_ms float8)
)
update webhook_deliveries delivery
set status = 'pending', attempts = attempts + 1, last_attempt_at = now(), queued_at = coalesce(queued_at, now()),
    due_at = greatest(due_at, now() + started.retry_in_ms * interval '1 millisecond')
from started
where ${areAsked('started')} and delivery.id = started.id and delivery.status <> 'delivered'
  and not coalesce(last_attempt_at >= date_trunc('milliseconds', queued_at)
                   and last_attempt_at > now() - interval '${attemptSeconds} seconds', false)
returning delivery.id, attempts, last_attempt_at`;

const isResent = wasResentSince('delivery', 'result.attempt');

/*
 * A success that did not end the time of failure could have the endpoint disabled days later. A circuit that is held is
 * left out: the results of other endpoints must not wait for it.
 */
const recordStatement = `
with result as (
  select * from json_to_recordset($1) as result(
    id uuid, attempt int, status text, started_at timestamptz, duration_ms int, request_body text,
    response_status int, response_body text, error text, retry_in_ms float8)
), recorded as (
  update webhook_deliveries delivery
  set status = case when ${isResent} then 'pending' else result.status end, response_status = result.response_status, response_body = result.response_body,
      error = result.error, queued_at = null,
      next_attempt_at = case when not ${isResent} then now() + result.retry_in_ms * interval '1 millisecond' end,
      due_at = case when ${isResent} then ${dueAgain} else now() + result.retry_in_ms * interval '1 millisecond' end
  from result
  where ${areAsked('result')} and delivery.id = result.id and delivery.status <> 'delivered'
    and (result.status = 'delivered' or delivery.status = 'pending' and delivery.attempts = result.attempt)
  returning result.*, delivery.endpoint_id, delivery.order_id
), noted as (
  insert into webhook_attempts (
    delivery_id, number, order_id, attempted_at, duration_ms, is_delivered, request_body, response_status, response_body, error)
  select id, attempt, order_id, started_at, duration_ms, status = 'delivered', request_body, response_status, response_body, error
  from recorded
  on conflict do nothing
), recovered as materialized (
  select recorded.id, endpoint_id from recorded join webhook_circuits using (endpoint_id)
  where recorded.status = 'delivered'
), closed as (
  delete from webhook_circuits where endpoint_id = any (array(
    select endpoint_id from webhook_circuits where endpoint_id in (select endpoint_id from recovered)
    for update skip locked
  ))
)
select id from recovered`;

const failStatement = `
with failed as (select * from json_to_recordset($1) as failed(id uuid, error text))
update webhook_deliveries delivery
set status = 'failed', error = failed.error, due_at = null, queued_at = null, next_attempt_at = null
from failed where ${areAsked('failed')} and delivery.id = failed.id and status = 'pending'`;

/* Asks again: what told us that the endpoint was removed may have been a server that was behind. */
const dropStatement = `
delete from webhook_deliveries delivery
where id = any ($1::uuid[]) and not exists (select from webhook_endpoints where id = delivery.endpoint_id)`;

/** An attempt takes at most 10 s, and recording its result takes a few more. */
const minRetryMs = 20_000;

const prepared = { prepare: true };

export function createDeliveryStore(postgres: Postgres): DeliveryStore {
  return {
    read: coalesce('webhooks: read', async (ids: readonly string[]) => {
      const rows = await postgres.query<StoredRow>(readStatement, [ids.map(deliveryIdToUuid)], prepared);
      const found = new Map(rows.map((row) => [deliveryIdFromUuid(row.delivery_id), row]));
      return ids.map((id) => toStored(id, found.get(id)));
    }),

    start: coalesce('webhooks: start', async (starts: readonly AttemptStart[]) => {
      const asked = starts.map(({ id, retryInMs }) => ({
        id: deliveryIdToUuid(id),
        retry_in_ms: Math.max(minRetryMs, retryInMs),
      }));
      const rows = await postgres.query<{ id: string; attempts: number; last_attempt_at: Date }>(
        startStatement,
        [asRecordset(asked)],
        prepared,
      );
      const started = new Map(
        rows.map((row) => [
          deliveryIdFromUuid(row.id),
          { attempt: row.attempts, startedAt: row.last_attempt_at },
        ]),
      );
      return starts.map(({ id }) => {
        const attempt = started.get(id) ?? null;
        // Only one of several jobs may send.
        started.delete(id);
        return attempt;
      });
    }),

    record: coalesce('webhooks: record', async (results: readonly AttemptResult[]) => {
      const rows = results.map(({ id, attempt, status, error, startedAt, durationMs, ...result }) => ({
        id: deliveryIdToUuid(id),
        attempt,
        status,
        error,
        started_at: startedAt,
        duration_ms: durationMs,
        request_body: result.requestBody,
        response_status: result.responseStatus,
        response_body: result.responseBody,
        retry_in_ms: result.retryInMs,
      }));
      const recovered = await postgres.query<{ id: string }>(recordStatement, [asRecordset(rows)], prepared);
      const ids = new Set(recovered.map((row) => deliveryIdFromUuid(row.id)));
      return results.map(({ id }) => ids.has(id));
    }),

    // A circuit that opens sends all that its window holds back at once, and a disabled endpoint fails them.
    release: inSets('webhooks: release', (ids: readonly string[]) => releaseClaimed(postgres, ids)),

    fail: inSets('webhooks: fail', async (failures: readonly Failure[]) => {
      const failed = failures.map(({ id, error }) => ({ id: deliveryIdToUuid(id), error }));
      await postgres.query(failStatement, [asRecordset(failed)]);
    }),

    drop: inSets('webhooks: drop', async (ids: readonly string[]) => {
      await postgres.query(dropStatement, [ids.map(deliveryIdToUuid)]);
    }),
  };
}

/** {@link coalesce} for what has no answer. */
function inSets<Call>(
  name: string,
  runSet: (calls: readonly Call[]) => Promise<void>,
): (call: Call) => Promise<void> {
  return coalesce(name, async (calls: readonly Call[]) => {
    await runSet(calls);
    return calls.map(() => undefined);
  });
}
