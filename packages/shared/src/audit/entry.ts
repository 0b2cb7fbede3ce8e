/** What operators do, as it is kept: a row of `audit_entries`. */

export const auditedEvents = ['change', 'sign_in', 'sign_in_failed', 'sign_in_limited', 'sign_out'] as const;
export type AuditedEvent = (typeof auditedEvents)[number];

/** One thing that somebody did or tried. Never a body, nor anything secret. */
export interface AuditEntry {
  at: Date;
  event: AuditedEvent;
  /** The name that was given, whether or not there is such an account. */
  who: string;
  /** Null: nobody was signed in. */
  role: string | null;
  address: string | null;
  method: string;
  /** Without the query. */
  path: string;
  /** The order, refund, endpoint or delivery that the path names last; null: none. */
  target: string | null;
  /** Null: the client left before the answer, so it is not known whether anything changed. */
  status: number | null;
}
