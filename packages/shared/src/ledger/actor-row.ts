import type { Actor, SystemTask } from '../order/actor.ts';
import { currentTraceparent } from '../platform/tracing.ts';

/**
 * How events keep their actors. The id of a customer is not written again: only the order's customer may change the order as
 * a customer, so it is read from the order. Whatever erases it there has erased it in every event.
 */
export interface StoredActor {
  actor_kind: Actor['kind'];
  actor_subject: string | null;
}

export const storedActor = ({ kind, subject }: Actor): StoredActor => ({
  actor_kind: kind,
  actor_subject: kind === 'customer' ? null : subject,
});

/** The columns of {@link storedActor} as two parameters of a statement. */
export function actorParameters(actor: Actor): [kind: string, subject: string | null] {
  const { actor_kind, actor_subject } = storedActor(actor);
  return [actor_kind, actor_subject];
}

/** The same, and the trace that the event will belong to, for a statement that runs in the call's own span. */
export const eventParameters = (actor: Actor): [...ReturnType<typeof actorParameters>, string | null] => [
  ...actorParameters(actor),
  currentTraceparent() ?? null,
];

/** SQL: both columns of a change that the service makes by itself. */
export const bySystem = (task: SystemTask) => `'system', '${task}'`;

/**
 * SQL: the actor of an event as JSON; null if the event was written before actors were kept.
 *
 * @param event a relation of `order_events`
 * @param customer an SQL expression: the customer of its order, looked up if left out
 */
export const toldActor = (
  event: string,
  customer = `(select customer_id from orders where orders.id = ${event}.order_id)`,
) => `case when ${event}.actor_kind is not null then json_build_object(
    'kind', ${event}.actor_kind,
    'subject', case ${event}.actor_kind when 'customer' then ${customer} else ${event}.actor_subject end) end`;
