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
import { changeEndpoint, rotateSecret, type EndpointChange } from './change-endpoint.ts';
import { readDeliveriesOfOrder, readOrderOfDelivery, type RoutedDelivery } from './deliveries-of-order.ts';
import { readDelivery, type AttemptedDelivery } from './delivery-attempts.ts';
import { endpointColumns, toEndpoint, type EndpointRow, type WebhookEndpoint } from './endpoint-row.ts';
import { readEndpointHealth, type EndpointHealth } from './endpoint-health.ts';
import { endpointIdToUuid, newEndpointId } from './ids.ts';
import { resendDelivery, resendSince, type Resend, type ResendResult, type ResentResult } from './resend.ts';
import { newSecret, type SecretBox } from './secret.ts';

export type EndpointDraft = Pick<WebhookEndpoint, 'url' | 'eventTypes' | 'description' | 'enabled'>;

export type RegisteredEndpoint = WebhookEndpoint & { secret: string };

/** The id of the endpoint that `insert` inserted, or of the one that an earlier request has. Null: there are too many. */
export type CommitEndpoint = (
  insert: (queries?: Queries) => Promise<string | null>,
) => Promise<{ id: string; isRepeated: boolean } | null>;

type SealedRow = EndpointRow & { sealed_secret: Buffer; previous_secret_until: Date | null };

/** An endpoint, and how its messages can be verified now. */
export interface EndpointWithSecret {
  endpoint: WebhookEndpoint;
  secret: string;
  /** Until when the secret before it signs, too; null: there is none. */
  previousSecretUntil: Date | null;
}

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
  /** @returns the endpoint after the change; null: there is no such endpoint */
  change(id: string, change: EndpointChange): Promise<WebhookEndpoint | null>;
  /**
   * Gives it a new secret. The one before it goes on signing, too.
   *
   * @param overlapSeconds for how long; 0: it ends now
   * @returns false if there is no such endpoint
   */
  rotateSecret(id: string, overlapSeconds: number, queries?: Queries): Promise<boolean>;
  /** Null: there is no such endpoint. @throws if its secret can't be decrypted */
  readSecret(id: string): Promise<EndpointWithSecret | null>;
  /** The deliveries to an endpoint, sent or pending, newest first. */
  history(query: HistoryQuery): Promise<HistoryPage>;
  /** Null: the endpoint has no such delivery. */
  readDelivery(id: string, deliveryId: string): Promise<AttemptedDelivery | null>;
  /** How each endpoint does, oldest first. */
  health(): Promise<EndpointHealth[]>;
  /** The deliveries of an order's events to all endpoints, newest first, 100 at most. */
  ofOrder(orderId: string): Promise<RoutedDelivery[]>;
  /** The order that a delivery is about. Null: there is no such delivery, or it is a ping. */
  orderOf(deliveryId: string): Promise<string | null>;
  /** Sends a delivery again, whatever became of it, and retries it like a new one. */
  resend(id: string, deliveryId: string, queries?: Queries): Promise<ResendResult>;
  /** Has a worker send the deliveries of a time again. */
  resendSince(resend: Resend, queries?: Queries): Promise<ResentResult>;
}

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
returning ${endpointColumns}, sealed_secret`;

const secretStatement = `
select ${endpointColumns}, sealed_secret, case when previous_secret_until > now() then previous_secret_until end as previous_secret_until
from webhook_endpoints where id = $1`;

/* A ping also ends the pause of an open circuit. A probe that fails after it must not begin the next one. */
const pingStatement = `
with probe as (
  update webhook_circuits set open_until = least(open_until, now()), probe = null
  where endpoint_id = $1 and open_until is not null
)
insert into webhook_deliveries (endpoint_id)
select id from webhook_endpoints where id = $1
returning ${deliveryColumns('webhook_deliveries')}, 'webhook.ping' as type, null as event_id`;

export function createWebhookEndpoints(postgres: Postgres, secrets: SecretBox): WebhookEndpoints {
  const selectAll = (queries: Queries = postgres) =>
    queries.query<EndpointRow>(`select ${endpointColumns} from webhook_endpoints order by created_at, id`);

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
      const statement = isRepeated ? secretStatement : stampStatement;
      const [row] = await postgres.query<Omit<SealedRow, 'previous_secret_until'>>(statement, [
        endpointIdToUuid(id),
      ]);
      return row ? { ...toEndpoint(row), secret: secrets.open(row.sealed_secret, id) } : null;
    },

    list: async () => (await selectAll()).map(toEndpoint),

    async read(id) {
      const statement = `select ${endpointColumns} from webhook_endpoints where id = $1`;
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

    change: (id, change) => changeEndpoint(postgres, id, change),
    rotateSecret: (id, overlapSeconds, queries = postgres) =>
      rotateSecret(queries, id, secrets.seal(newSecret(), id), overlapSeconds),

    async readSecret(id) {
      const [row] = await postgres.query<SealedRow>(secretStatement, [endpointIdToUuid(id)]);
      if (!row) return null;
      const secret = secrets.open(row.sealed_secret, id);
      return { endpoint: toEndpoint(row), secret, previousSecretUntil: row.previous_secret_until };
    },

    history: (query) => readHistory(postgres, query),
    readDelivery: (id, deliveryId) => readDelivery(postgres, id, deliveryId),
    health: () => readEndpointHealth(postgres),
    ofOrder: (orderId) => readDeliveriesOfOrder(postgres, orderId),
    orderOf: (deliveryId) => readOrderOfDelivery(postgres, deliveryId),
    resend: (id, deliveryId, queries = postgres) => resendDelivery(queries, id, deliveryId),
    resendSince: (resend, queries = postgres) => resendSince(queries, resend),
  };
}

const insertAlone: CommitEndpoint = async (insert) => {
  const id = await insert();
  return id === null ? null : { id, isRepeated: false };
};
