import type { Postgres } from '../platform/postgres.ts';
import { endpointIdFromUuid } from './ids.ts';

/**
 * How an endpoint does:
 * - `ok`: its last attempt succeeded, or it had none
 * - `failing`: its last attempt failed
 * - `open`: its circuit is open, so its deliveries pause
 * - `disabled`: the service disabled it, after days of failures
 * - `off`: its owner disabled it
 */
export const endpointStates = ['ok', 'failing', 'open', 'disabled', 'off'] as const;
export type EndpointState = (typeof endpointStates)[number];

export interface EndpointHealth {
  id: string;
  url: string;
  state: EndpointState;
  /** Since its last success; null, like `openUntil`: it is not failing. */
  failingSince: Date | null;
  failures: number;
  /** One delivery is tried then. */
  openUntil: Date | null;
  /** Deliveries that wait, counted up to {@link maxCounted}. */
  waiting: number;
}

const maxCounted = 1_000;

const statement = `
select endpoint.id, url,
       case when disabled_at is not null and not enabled then 'disabled'
            when not enabled then 'off'
            when open_until is not null then 'open'
            when failing_since is not null then 'failing'
            else 'ok' end as state,
       failing_since as "failingSince", coalesce(failures, 0) as failures, open_until as "openUntil",
       (select count(*)::int from (
          select from webhook_deliveries where endpoint_id = endpoint.id and status = 'pending' limit ${maxCounted}
        ) as pending) as waiting
from webhook_endpoints endpoint left join webhook_circuits on endpoint_id = endpoint.id
order by endpoint.created_at, endpoint.id`;

/** The health of every endpoint, oldest first. There are at most 100. */
export async function readEndpointHealth(postgres: Postgres): Promise<EndpointHealth[]> {
  const rows = await postgres.query<EndpointHealth>(statement);
  return rows.map((row) => ({ ...row, id: endpointIdFromUuid(row.id) }));
}
