import { createHmac, createSecretKey } from 'node:crypto';
import { errors } from 'jose';
import { z } from 'zod';
import { deriveKey } from '@order-countdown/shared/platform/derive-key';
import type { Order } from '@order-countdown/shared/order/order';
import { isOrderId } from '@order-countdown/shared/order/order-id';
import { InvalidToken } from './bearer.ts';
import type { Caller } from './caller.ts';
import { verifyWithAny } from './verify-with-any.ts';

/** Tokens that allow reading one order, for browsers, which can't send a header with an EventSource. */
export interface ViewTokens {
  sign(order: Pick<Order, 'id' | 'customerId'>): SignedToken;
  /** @throws InvalidToken */
  verify(token: string): Promise<Caller>;
}

export interface SignedToken {
  token: string;
  /** Milliseconds since 1970, on the clock that signed it. */
  expiresAtMs: number;
}

const algorithm = 'HS256';
const audience = 'view';

/** The longest payment window, plus a week to see how the order ended. */
const lifetimeSeconds = 37 * 24 * 60 * 60;

/** 96 bits: two customers never share a budget by chance. */
const budgetLength = 16;

/**
 * `budget` is the same in all view tokens of a customer, whose requests are counted together. It is a keyed hash, so it
 * tells the holder of a token nothing of the customer.
 *
 * Tokens without it are for orders without a customer, or were signed by a version that had no budgets. Their requests
 * are counted by order: only the database knows their customer, and to ask it before the rate limit would defeat the
 * limit. The last of the latter expires {@link lifetimeSeconds} after the upgrade. For as long, tokens that a former
 * APP_SECRET signed have a budget of their own: the hash is another one.
 */
const claims = z.object({
  sub: z.string().refine(isOrderId),
  exp: z.number(),
  budget: z.string().optional(),
});

const base64url = (content: object) => Buffer.from(JSON.stringify(content)).toString('base64url');
const header = base64url({ alg: algorithm });

/** HMAC-SHA-256 as base64url. The key is imported once. */
function hmacBy(key: Uint8Array): (text: string) => string {
  const imported = createSecretKey(key);
  return (text) => createHmac('sha256', imported).update(text).digest('base64url');
}

/** @param previous the APP_SECRET before the current one: its tokens are valid, too */
export function createViewTokens(appSecret: string, previous?: string): ViewTokens {
  const key = deriveKey(appSecret, 'view token');
  const keys = [key, ...(previous === undefined ? [] : [deriveKey(previous, 'view token')])];
  const hmac = hmacBy(key);
  const budgetHmac = hmacBy(deriveKey(appSecret, 'view token budget'));
  const budgetOf = (customerId: string) => budgetHmac(customerId).slice(0, budgetLength);
  const options = { algorithms: [algorithm], audience, requiredClaims: ['exp'] };
  return {
    // Every order gets one, and jose would sign it in the thread pool, which costs many times the HMAC itself.
    sign({ id, customerId }) {
      const exp = Math.floor(Date.now() / 1_000) + lifetimeSeconds;
      const budget = customerId === null ? undefined : budgetOf(customerId);
      const signed = `${header}.${base64url({ sub: id, aud: audience, exp, budget })}`;
      return { token: `${signed}.${hmac(signed)}`, expiresAtMs: exp * 1_000 };
    },

    async verify(token) {
      try {
        const { payload } = await verifyWithAny(token, keys, options);
        const { sub: orderId, exp, budget = orderId } = claims.parse(payload);
        return { kind: 'viewer', orderId, budget, expiresAtMs: exp * 1_000 };
      } catch (error) {
        const hasExpired = error instanceof errors.JWTExpired;
        throw new InvalidToken(hasExpired ? 'The view token has expired.' : 'The view token is not valid.');
      }
    },
  };
}
