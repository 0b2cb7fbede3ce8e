import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { deriveKey } from '@order-countdown/shared/platform/derive-key';
import { SignJWT, type JWTPayload } from 'jose';

/** A view token as versions before budgets signed it, unless `claims` say otherwise. */
export function signViewToken(orderId: string, claims: JWTPayload = {}): Promise<string> {
  return new SignJWT({ sub: orderId, aud: 'view', exp: Math.floor(Date.now() / 1_000) + 3_600, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(deriveKey(developmentSecrets.APP_SECRET, 'view token'));
}
