import type { Order } from '@order-countdown/shared/order/order';
import { ipKeyGenerator } from 'express-rate-limit';
import type { Caller } from '../auth/caller.ts';

/** Who reads a stream, and until when. */
export interface StreamReader {
  /** Null: a backend has many shoppers' streams, so they have no limit but that of the process. */
  limited: {
    /** Names those who share a budget of streams. */
    budget: string;
    /** An IPv4 address, or a subnet of IPv6 addresses. */
    address: string;
  } | null;
  /** When the reader's token expires: milliseconds since 1970, on the clock that verified it. */
  expiresAtMs: number;
}

/**
 * All holders of view tokens for one customer's orders share a budget, which is not the customer's own: a link that
 * leaked can't take the customer's streams, nor can a customer take everybody's by placing many orders. The order names
 * the customer, so that holds for view tokens of any version.
 */
export function readerOf(caller: Caller, order: Order, ip = ''): StreamReader {
  const { expiresAtMs } = caller;
  if (caller.kind === 'backend') return { limited: null, expiresAtMs };
  const owner = order.customerId === null ? `order ${order.id}` : `customer ${order.customerId}`;
  const budget = caller.kind === 'viewer' ? `viewers of ${owner}` : owner;
  return { limited: { budget, address: ipKeyGenerator(ip) }, expiresAtMs };
}
