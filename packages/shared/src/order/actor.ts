/**
 * Who made a change. Backends and operators are told, customers and holders of view tokens are not.
 *
 * `subject`, by kind:
 * - `customer`: the order's customer; null once that customer was erased
 * - `backend`: the subject of its token
 * - `operator`: the name with which the operator signed in
 * - `system`: the task that made the change by itself: {@link SystemTask}
 */
export interface Actor {
  kind: ActorKind;
  subject: string | null;
}

export const actorKinds = ['customer', 'backend', 'operator', 'system'] as const;
export type ActorKind = (typeof actorKinds)[number];

/** What changes orders by itself: the alarm of one that is due, the sweep of all that are, and the reminder. */
export type SystemTask = 'expiry' | 'sweep' | 'reminder';
