import type { Response } from 'express';
import type { Actor } from '@order-countdown/shared/order/actor';
import type { Order } from '@order-countdown/shared/order/order';
import type { Need } from '../http/route.ts';

/** The scopes that a bearer token may have. */
export const scopes = ['orders', 'payments', 'orders:any'] as const;

/** Who sent a request, by its token. */
export type Caller = Holder & {
  /** When the token expires: milliseconds since 1970, on the clock that verified it. */
  expiresAtMs: number;
};

type Holder =
  /** A shop's own server: may do everything, on any order. */
  | { kind: 'backend'; subject: string }
  /** Somebody in the console, by the name of the account. What viewers may not do is refused before the route. */
  | { kind: 'operator'; subject: string }
  /** A shopper: may use their own orders only. */
  | { kind: 'customer'; subject: string; mayPay: boolean }
  /** A valid token without any scope of ours. */
  | { kind: 'stranger'; subject: string }
  /** The holder of an order's view token: may read that order. `budget` names those whose requests are counted together. */
  | { kind: 'viewer'; orderId: string; budget: string };

/** Whether the caller may use a route at all; {@link maySee} decides for which orders. */
export function allows(need: Need, caller: Caller): boolean {
  if (caller.kind === 'customer') return need !== 'backend' && (need !== 'payments' || caller.mayPay);
  return actsForShop(caller) || (caller.kind === 'viewer' && need === 'view');
}

export function maySee(caller: Caller, order: Pick<Order, 'id' | 'customerId'>): boolean {
  if (caller.kind === 'customer') return order.customerId === caller.subject;
  return actsForShop(caller) || (caller.kind === 'viewer' && mayView(caller, order));
}

/** May see every order, and is told who made each change. */
export const actsForShop = ({ kind }: Caller): boolean => kind === 'backend' || kind === 'operator';

/** The token of an order whose customer was erased has the customer's budget, and the order has no customer any more. */
const mayView = ({ orderId, budget }: Caller & { kind: 'viewer' }, order: Pick<Order, 'id' | 'customerId'>) =>
  orderId === order.id && (order.customerId !== null || budget === orderId);

/** The only customer whose orders the caller may change; null: all customers. */
export function ownerFor(caller: Caller): string | null {
  return caller.kind === 'customer' ? caller.subject : null;
}

/** Who makes the changes that the caller asks for. @throws if the route lets somebody change something who may only read: a bug */
export function actorOf(caller: Caller): Actor {
  if (caller.kind === 'customer' || caller.kind === 'backend' || caller.kind === 'operator') {
    return { kind: caller.kind, subject: caller.subject };
  }
  throw new Error(`a ${caller.kind} must not change anything`);
}

/** Names those whose requests, and whose unread lists, are counted together. */
export const subjectOf = (caller: Caller): string =>
  caller.kind === 'viewer' ? `viewers ${caller.budget}` : `${subjectKind(caller)} ${caller.subject}`;

/** The name of an account must not share the count of a token that has the same. */
const subjectKind = ({ kind }: Caller) => (kind === 'operator' ? kind : 'subject');

/** Whose idempotency keys these are. A customer and a backend of the same name do not share them. */
export const keyHolder = (caller: Caller): string =>
  caller.kind === 'customer' ? customerKeyHolder(caller.subject) : `${caller.kind} ${subjectOf(caller)}`;

/** See {@link keyHolder}. */
export const customerKeyHolder = (customerId: string): string => `customer ${customerId}`;

/** The caller, or the reason why there is none, as a sentence. */
export type Identity = { caller: Caller } | { caller: null; reason: string };

export const noToken = 'No token was sent.';

/** Express' `locals` are untyped; only these two functions touch this entry. */
export function setIdentity(response: Response, identity: Identity): void {
  response.locals['identity'] = identity;
  if (identity.caller && 'subject' in identity.caller) response.locals['subject'] = identity.caller.subject;
}

export function identityOf(response: Response): Identity {
  return (response.locals['identity'] as Identity | undefined) ?? { caller: null, reason: noToken };
}

/** @throws if the route lacks `allow`: a bug, not a client's mistake */
export function callerOf(response: Response): Caller {
  const { caller } = identityOf(response);
  if (!caller) throw new Error('the route needs its caller but does not require one');
  return caller;
}
