import { coalesce } from '@order-countdown/shared/platform/coalesce';
import { failingAlone } from '@order-countdown/shared/platform/failing-alone';
import type { Postgres } from '@order-countdown/shared/platform/postgres';
import { deliveryIdToUuid, endpointIdFromUuid, endpointIdToUuid } from '@order-countdown/shared/webhooks/ids';

/** How an attempt ended, for the circuit of its endpoint. */
export interface CircuitReport {
  endpointId: string;
  deliveryId: string;
  /** The circuit was open, and this delivery was let through. */
  isProbe: boolean;
  /** Null: it was delivered. */
  error: string | null;
}

/** What a report changed: the circuit opened, or has been open for so long that the endpoint was disabled. */
export type CircuitChange = 'opened' | 'disabled' | null;

/**
 * A circuit for each endpoint. It opens after repeated failures, so that nothing is sent to an endpoint that would
 * fail anyway; lets one delivery through after a pause, which doubles with each that fails; and closes with the first
 * success, which the statement that records it sees to. An endpoint whose circuit is open, and that has done nothing but
 * fail for days, is disabled.
 */
export interface Circuits {
  /** @throws LedgerUnavailable */
  report(report: CircuitReport): Promise<CircuitChange>;
  /** @throws LedgerUnavailable */
  count(): Promise<CircuitCounts>;
}

export interface CircuitCounts {
  /** Enabled endpoints whose circuit is open. */
  open: number;
  /** Endpoints that the service disabled. */
  disabled: number;
}

/** Failures in a row that open the circuit. */
const threshold = 10;

const firstPauseSeconds = 5;
const longestPauseSeconds = 300;

/** Of nothing but failure. */
const daysUntilDisabled = 5;

const pause = (failures: string, first: string) =>
  `make_interval(secs => least(${longestPauseSeconds}, ${first} * 2 ^ least(20, ${failures} - ${threshold})))`;

/*
 * Of attempts that were under way when the circuit opened, a failure changes nothing; the probe's makes the next pause
 * longer. Rows are locked in the order of their ids. `$2` is the first pause in seconds.
 */
const reportStatement = `
with result as materialized (
  select endpoint.id, result.* from json_to_recordset($1) as result(
    endpoint_id uuid, failures int, probe uuid, error text)
  join webhook_endpoints endpoint on endpoint.id = result.endpoint_id
), locked as materialized (
  select endpoint_id, open_until from webhook_circuits
  where endpoint_id in (select id from result) order by endpoint_id for update
), closed as (
  delete from webhook_circuits circuit using result
  where circuit.endpoint_id = result.id and result.failures is null
    and exists (select from locked where locked.endpoint_id = circuit.endpoint_id)
), failing as (
  insert into webhook_circuits as circuit (endpoint_id, failing_since, failures, open_until, probe)
  select id, now(), least(failures, ${threshold}),
         case when failures >= ${threshold} then now() + ${pause(String(threshold), '$2::float8')} end, null
  from result where failures is not null and (select count(*) from locked) >= 0
  order by id
  on conflict (endpoint_id) do update set
    failures = case when circuit.open_until is null then least(circuit.failures + excluded.failures, ${threshold})
      else circuit.failures + 1 end,
    open_until = case
      when circuit.open_until is not null then now() + ${pause('circuit.failures + 1', '$2::float8')}
      when circuit.failures + excluded.failures >= ${threshold} then now() + ${pause(String(threshold), '$2::float8')}
    end
  where circuit.open_until is null
    or circuit.probe = (select result.probe from result where result.id = circuit.endpoint_id)
  returning endpoint_id, failing_since, open_until
), disabled as (
  update webhook_endpoints endpoint
  set enabled = false, disabled_at = date_trunc('milliseconds', now()),
      disabled_reason = format('No delivery has succeeded since %s. The last one: %s',
                               rfc3339(failing.failing_since), result.error)
  from failing join result on result.id = failing.endpoint_id
  where endpoint.id = failing.endpoint_id and endpoint.enabled and failing.open_until is not null
    and failing.failing_since <= now() - make_interval(days => ${daysUntilDisabled})
  returning endpoint.id
)
select failing.endpoint_id, disabled.id is not null as is_disabled
from failing left join locked using (endpoint_id) left join disabled on disabled.id = failing.endpoint_id
where disabled.id is not null or failing.open_until is not null and locked.open_until is null`;

const countStatement = `
select count(*) filter (where endpoint.enabled and circuit.open_until is not null)::int as open,
       count(*) filter (where endpoint.disabled_at is not null)::int as disabled
from webhook_endpoints endpoint left join webhook_circuits circuit on circuit.endpoint_id = endpoint.id`;

/** @param firstPauseMs how long a circuit that has just opened lets nothing through */
export function createCircuits(postgres: Postgres, firstPauseMs = firstPauseSeconds * 1_000): Circuits {
  async function reportSet(reports: readonly CircuitReport[]): Promise<CircuitChange[]> {
    const rows = await postgres.query<{ endpoint_id: string; is_disabled: boolean }>(reportStatement, [
      JSON.stringify([...Map.groupBy(reports, ({ endpointId }) => endpointId).values()].map(sumUp)),
      firstPauseMs / 1_000,
    ]);
    const changes = new Map(
      rows.map((row) => [endpointIdFromUuid(row.endpoint_id), row.is_disabled ? 'disabled' : 'opened']),
    );
    return reports.map(({ endpointId }) => {
      // One of them tells.
      const change = (changes.get(endpointId) ?? null) as CircuitChange;
      changes.delete(endpointId);
      return change;
    });
  }

  return {
    // One set at a time: sets of the same endpoints would wait for each other.
    report: coalesce('webhooks: report', (reports) => failingAlone(reports, reportSet), {
      maxSetsInFlight: 1,
    }),
    async count() {
      const [counts] = await postgres.query<CircuitCounts>(countStatement);
      return counts ?? { open: 0, disabled: 0 };
    },
  };
}

/** Of all results of one endpoint. Any success counts as the last. */
function sumUp(reports: readonly CircuitReport[]): object {
  const failed = reports.filter(({ error }) => error !== null);
  const last = failed.find(({ isProbe }) => isProbe) ?? failed.at(-1) ?? reports[0];
  return {
    endpoint_id: last && endpointIdToUuid(last.endpointId),
    failures: failed.length < reports.length ? null : failed.length,
    probe: last && deliveryIdToUuid(last.deliveryId),
    error: last?.error ?? null,
  };
}
