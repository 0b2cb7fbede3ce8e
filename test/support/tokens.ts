import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { SignJWT, type JWTPayload } from 'jose';

export const jwtSecret = new TextEncoder().encode(developmentSecrets.AUTH_JWT_SECRET);

/** A bearer token as the processes of the tests accept it, unless `claims` or `key` say otherwise. */
export function signToken(claims: JWTPayload, key: Uint8Array = jwtSecret): Promise<string> {
  return new SignJWT({ exp: Math.floor(Date.now() / 1_000) + 3_600, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(key);
}

/** A shop's own server. */
export const backendToken = await signToken({ sub: 'shop', scope: 'orders:any' });
