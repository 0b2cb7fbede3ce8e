import { endpointIdFromUuid } from './ids.ts';

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

export interface EndpointRow {
  id: string;
  url: string;
  event_types: string[] | null;
  description: string | null;
  enabled: boolean;
  disabled_at: Date | null;
  disabled_reason: string | null;
  created_at: Date;
}

/** SQL: the select list of an {@link EndpointRow}. */
export const endpointColumns =
  'id, url, event_types, description, enabled, disabled_at, disabled_reason, created_at';

export const toEndpoint = (row: EndpointRow): WebhookEndpoint => ({
  id: endpointIdFromUuid(row.id),
  url: row.url,
  eventTypes: row.event_types,
  description: row.description,
  enabled: row.enabled,
  disabledAt: row.disabled_at,
  disabledReason: row.disabled_reason,
  createdAt: row.created_at,
});
