import type { Response } from 'express';
import type { Order } from '@order-countdown/shared/order/order';
import type { Need } from '../http/route.ts';

/** Who is asking. */
export type Caller =
  /** A shop's own server: everything, on any order. */
  | { kind: 'backend'; subject: string }
  /** A shopper, and only for the shopper's own orders. */
  | { kind: 'customer'; subject: string; mayPay: boolean }
  /** Somebody known, whose token is for other things. */
  | { kind: 'stranger'; subject: string }
  /** Whoever holds the view token of an order: reads that one. */
  | { kind: 'viewer'; orderId: string };

/** Whether a caller may use a route at all. Which orders, {@link maySee} tells. */
export function allows(need: Need, caller: Caller): boolean {
  if (caller.kind === 'customer') return need !== 'backend' && (need !== 'payments' || caller.mayPay);
  return caller.kind === 'backend' || (caller.kind === 'viewer' && need === 'view');
}

export function maySee(caller: Caller, order: Pick<Order, 'id' | 'customerId'>): boolean {
  if (caller.kind === 'customer') return order.customerId === caller.subject;
  return caller.kind === 'backend' || (caller.kind === 'viewer' && caller.orderId === order.id);
}

/** The customer whose orders alone the caller may change; null: anybody's. */
export function ownerFor(caller: Caller): string | null {
  return caller.kind === 'customer' ? caller.subject : null;
}

/** What identified the request: a caller, or why there is none. */
export type Identity = { caller: Caller } | { caller: null; reason: string };

/** Express' `locals` are untyped; these two are the only ones who touch this entry. */
export function setIdentity(response: Response, identity: Identity): void {
  response.locals['identity'] = identity;
  if (identity.caller && 'subject' in identity.caller) response.locals['subject'] = identity.caller.subject;
}

export function identityOf(response: Response): Identity {
  return (
    (response.locals['identity'] as Identity | undefined) ?? { caller: null, reason: 'no token was sent' }
  );
}

/** @throws when no `allow` came before: a mistake in the code, not of the client */
export function callerOf(response: Response): Caller {
  const { caller } = identityOf(response);
  if (!caller) throw new Error('the route asks for its caller, but lets anybody in');
  return caller;
}
