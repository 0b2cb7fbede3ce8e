import type { Postgres, Queries } from '../platform/postgres.ts';
import { endpointColumns, toEndpoint, type EndpointRow, type WebhookEndpoint } from './endpoint-row.ts';
import { endpointIdToUuid } from './ids.ts';

/** What is to be different. A missing member stays as it is. */
export interface EndpointChange {
  url?: string | undefined;
  /** Null: all, including future ones. */
  eventTypes?: string[] | null | undefined;
  description?: string | null | undefined;
  /** True also forgets why the service disabled it, and closes its circuit. */
  enabled?: boolean | undefined;
}

/*
 * The circuit is locked first, as by the statement that disables an endpoint. What an endpoint did not want at the time
 * was not kept for it, so it is promised every event only from now on.
 */
const changeStatement = `
with change as materialized (
  select * from json_to_record($2) as change(url text, has_types bool, event_types text[], has_description bool,
                                             description text, enabled bool)
), circuit as materialized (
  select endpoint_id from webhook_circuits where endpoint_id = $1 and (select enabled from change) for update
), closed as (
  delete from webhook_circuits using circuit where webhook_circuits.endpoint_id = circuit.endpoint_id
)
update webhook_endpoints endpoint
set url = coalesce(change.url, endpoint.url),
    event_types = case when has_types then change.event_types else endpoint.event_types end,
    description = case when has_description then change.description else endpoint.description end,
    enabled = coalesce(change.enabled, endpoint.enabled),
    disabled_at = case when change.enabled then null else disabled_at end,
    disabled_reason = case when change.enabled then null else disabled_reason end,
    promised_since = case
      when change.enabled and not endpoint.enabled or has_types and change.event_types is distinct from endpoint.event_types
      then now() else promised_since end
from change
where id = $1 and (select count(*) from circuit) >= 0
returning ${endpointColumns.replaceAll(/\w+/g, 'endpoint.$&')}, promised_since = now()::timestamptz(3) as "wantsMore"`;

/* Events of requests that began before the change was committed may have been left out. */
const stampStatement = `
update webhook_endpoints set promised_since = date_trunc('milliseconds', now()) where id = $1`;

/** @returns the endpoint after the change; null: there is no such endpoint */
export async function changeEndpoint(
  postgres: Postgres,
  id: string,
  { url, eventTypes, description, enabled }: EndpointChange,
): Promise<WebhookEndpoint | null> {
  const change = {
    url,
    has_types: eventTypes !== undefined,
    event_types: eventTypes,
    has_description: description !== undefined,
    description,
    enabled,
  };
  const uuid = endpointIdToUuid(id);
  const [row] = await postgres.query<EndpointRow & { wantsMore: boolean | null }>(changeStatement, [
    uuid,
    JSON.stringify(change),
  ]);
  if (!row) return null;
  if (row.wantsMore) await postgres.query(stampStatement, [uuid]);
  return toEndpoint(row);
}

const rotateStatement = `
update webhook_endpoints
set sealed_secret = $2,
    previous_sealed_secret = case when $3 > 0 then sealed_secret end,
    previous_secret_until = case when $3 > 0 then now() + make_interval(secs => $3) end
where id = $1 returning id`;

/** At most two secrets sign: a rotation during an overlap ends the older one. @returns false: there is no such endpoint */
export async function rotateSecret(
  queries: Queries,
  id: string,
  sealed: Buffer,
  overlapSeconds: number,
): Promise<boolean> {
  return (await queries.query(rotateStatement, [endpointIdToUuid(id), sealed, overlapSeconds])).length > 0;
}
