import type { Postgres, Queries } from '../platform/postgres.ts';
import {
  deliveryColumns,
  readHistory,
  toDelivery,
  type DeliveryRow,
  type HistoryPage,
  type HistoryQuery,
  type WebhookDelivery,
} from './delivery-history.ts';
import { endpointIdFromUuid, endpointIdToUuid, newEndpointId } from './ids.ts';
import { newSecret, type SecretBox } from './secret.ts';

/** An address that receives events. Its secret is returned once, at registration. */
export interface WebhookEndpoint {
  id: string;
  url: string;
  /** The event types that it receives; null: all, including future ones. */
  eventTypes: string[] | null;
  description: string | null;
  enabled: boolean;
  /** When the service disabled it after days of failures; null, like the reason, otherwise. */
  disabledAt: Date | null;
  disabledReason: string | null;
  createdAt: Date;
}

export type EndpointDraft = Pick<WebhookEndpoint, 'url' | 'eventTypes' | 'description' | 'enabled'>;

export type RegisteredEndpoint = WebhookEndpoint & { secret: string };

/** The id of the endpoint that `insert` inserted, or of the one that an earlier request has. Null: there are too many. */
export type CommitEndpoint = (
  insert: (queries?: Queries) => Promise<string | null>,
) => Promise<{ id: string; isRepeated: boolean } | null>;

/** Limits the cost of an event. The column `place` of the table enforces it. */
export const maxEndpoints = 100;

/** All methods throw `LedgerUnavailable` when Postgres can't answer. */
export interface WebhookEndpoints {
  /**
   * @param commit inserts the endpoint, perhaps in a transaction that does more. Default: by itself
   * @returns the endpoint with its secret; null if there are already {@link maxEndpoints}, or it was removed meanwhile
   */
  register(draft: EndpointDraft, commit?: CommitEndpoint): Promise<RegisteredEndpoint | null>;
  /** Oldest first. */
  list(): Promise<WebhookEndpoint[]>;
  read(id: string): Promise<WebhookEndpoint | null>;
  /** Its pending deliveries are dropped within seconds. @returns false if there is no such endpoint */
  remove(id: string): Promise<boolean>;
  /**
   * Writes a `webhook.ping`, to be relayed like any other delivery, and lets a delivery through if the circuit is
   * open. Null: there is no such endpoint.
   */
  ping(id: string, queries?: Queries): Promise<WebhookDelivery | null>;
  /** The deliveries to an endpoint, sent or pending, newest first. */
  history(query: HistoryQuery): Promise<HistoryPage>;
}

interface EndpointRow {
  id: string;
  url: string;
  event_types: string[] | null;
  description: string | null;
  enabled: boolean;
  disabled_at: Date | null;
  disabled_reason: string | null;
  created_at: Date;
}

type SealedRow = EndpointRow & { sealed_secret: Buffer };

const columns = 'id, url, event_types, description, enabled, disabled_at, disabled_reason, created_at';

/* Returns no row if no place is left, or if a concurrent registration took the place. */
const registerStatement = `
insert into webhook_endpoints (id, place, url, event_types, description, enabled, sealed_secret)
select $1, free.place, $2, $3, $4, $5, $6
from generate_series(1, ${maxEndpoints}) as free(place)
where not exists (select from webhook_endpoints taken where taken.place = free.place)
order by free.place limit 1
on conflict (place) do nothing
returning id`;

/*
 * An endpoint is promised the events since its time, so that must not be earlier than the commit from which on others
 * see it. The time is truncated, like those of events: rounded up, it could be later than an event that follows it.
 */
const stampStatement = `
update webhook_endpoints set created_at = date_trunc('milliseconds', now()) where id = $1
returning ${columns}, sealed_secret`;

const repeatStatement = `select ${columns}, sealed_secret from webhook_endpoints where id = $1`;

/* A ping also ends the pause of an open circuit. */
const pingStatement = `
with probe as (
  update webhook_circuits set open_until = least(open_until, now()) where endpoint_id = $1 and open_until is not null
)
insert into webhook_deliveries (endpoint_id)
select id from webhook_endpoints where id = $1
returning ${deliveryColumns('webhook_deliveries')}, 'webhook.ping' as type, null as event_id`;

export function createWebhookEndpoints(postgres: Postgres, secrets: SecretBox): WebhookEndpoints {
  const selectAll = (queries: Queries = postgres) =>
    queries.query<EndpointRow>(`select ${columns} from webhook_endpoints order by created_at, id`);

  async function insert(draft: EndpointDraft, queries: Queries): Promise<string | null> {
    const { url, eventTypes, description, enabled } = draft;
    const id = newEndpointId();
    const sealed = secrets.seal(newSecret(), id);
    const values = [endpointIdToUuid(id), url, eventTypes, description, enabled, sealed];
    for (;;) {
      const [inserted] = await queries.query<{ id: string }>(registerStatement, values);
      if (inserted) return id;
      if ((await selectAll(queries)).length >= maxEndpoints) return null;
    }
  }

  return {
    async register(draft, commit = insertAlone) {
      const committed = await commit((queries = postgres) => insert(draft, queries));
      if (!committed) return null;
      const { id, isRepeated } = committed;
      const statement = isRepeated ? repeatStatement : stampStatement;
      const [row] = await postgres.query<SealedRow>(statement, [endpointIdToUuid(id)]);
      return row ? { ...toEndpoint(row), secret: secrets.open(row.sealed_secret, id) } : null;
    },

    list: async () => (await selectAll()).map(toEndpoint),

    async read(id) {
      const statement = `select ${columns} from webhook_endpoints where id = $1`;
      const [row] = await postgres.query<EndpointRow>(statement, [endpointIdToUuid(id)]);
      return row ? toEndpoint(row) : null;
    },

    async remove(id) {
      const statement = 'delete from webhook_endpoints where id = $1 returning id';
      return (await postgres.query(statement, [endpointIdToUuid(id)])).length > 0;
    },

    async ping(id, queries = postgres) {
      const [row] = await queries.query<DeliveryRow>(pingStatement, [endpointIdToUuid(id)]);
      return row ? toDelivery(row) : null;
    },

    history: (query) => readHistory(postgres, query),
  };
}

const insertAlone: CommitEndpoint = async (insert) => {
  const id = await insert();
  return id === null ? null : { id, isRepeated: false };
};

const toEndpoint = (row: EndpointRow): WebhookEndpoint => ({
  id: endpointIdFromUuid(row.id),
  url: row.url,
  eventTypes: row.event_types,
  description: row.description,
  enabled: row.enabled,
  disabledAt: row.disabled_at,
  disabledReason: row.disabled_reason,
  createdAt: row.created_at,
});
