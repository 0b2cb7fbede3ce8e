import { SignJWT } from 'jose';
import { z } from 'zod';
import { deriveKey } from '@order-countdown/shared/platform/derive-key';
import { isOrderId } from '@order-countdown/shared/order/order-id';
import { InvalidToken } from './bearer.ts';
import type { Caller } from './caller.ts';
import { verifyWithAny } from './verify-with-any.ts';

/** Tokens that allow reading one order, for browsers, which can't send a header with an EventSource. */
export interface ViewTokens {
  sign(orderId: string): Promise<string>;
  /** @throws InvalidToken */
  verify(token: string): Promise<Caller>;
}

const algorithm = 'HS256';
const audience = 'view';

/** The longest payment window, plus a week to see how the order ended. */
const lifetime = '37 days';

const claims = z.object({ sub: z.string().refine(isOrderId) });

/** @param previous the APP_SECRET before the current one: its tokens are valid, too */
export function createViewTokens(appSecret: string, previous?: string): ViewTokens {
  const key = deriveKey(appSecret, 'view token');
  const keys = [key, ...(previous === undefined ? [] : [deriveKey(previous, 'view token')])];
  const options = { algorithms: [algorithm], audience, requiredClaims: ['exp'] };
  return {
    sign: (orderId) =>
      new SignJWT()
        .setProtectedHeader({ alg: algorithm })
        .setSubject(orderId)
        .setAudience(audience)
        .setExpirationTime(lifetime)
        .sign(key),

    async verify(token) {
      try {
        const { payload } = await verifyWithAny(token, keys, options);
        return { kind: 'viewer', orderId: claims.parse(payload).sub };
      } catch {
        throw new InvalidToken('The view token is not valid.');
      }
    },
  };
}
