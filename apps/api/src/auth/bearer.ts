import {
  createRemoteJWKSet,
  decodeProtectedHeader,
  errors,
  jwksCache,
  jwtVerify,
  type JWKSCacheInput,
  type JWTPayload,
} from 'jose';
import { z } from 'zod';
import type { Config } from '@order-countdown/shared/platform/config';
import { TransientError } from '@order-countdown/shared/platform/errors';
import { isStorable } from '../http/schemas.ts';
import type { Caller } from './caller.ts';
import { createRememberedTokens } from './remembered-tokens.ts';
import { verifyWithAny } from './verify-with-any.ts';

/** The token is not valid. `message` tells its holder why, and reveals nothing about our keys. */
export class InvalidToken extends Error {
  override readonly name = 'InvalidToken';
}

/** The key set can't be fetched, so tokens can't be verified. */
export class KeysUnavailable extends TransientError {
  override readonly name = 'KeysUnavailable';
}

export interface BearerVerifier {
  /** The caller of a token that was verified a moment ago; null: it has to be verified. */
  recall(token: string): Caller | null;
  /** @throws InvalidToken, KeysUnavailable */
  verify(token: string): Promise<Caller>;
}

type BearerConfig = Pick<
  Config,
  'AUTH_JWT_SECRET' | 'AUTH_JWT_SECRET_PREVIOUS' | 'AUTH_JWKS_URL' | 'AUTH_ISSUER' | 'AUTH_AUDIENCE'
>;

const keySetAlgorithms = ['RS256', 'ES256', 'EdDSA'];
const secretAlgorithms = ['HS256'];

/** Minimum gap between fetches when tokens name an unknown key, as they do after a rotation. */
const keySetCooldownMs = 5_000;
const keySetTimeoutMs = 2_000;

/** Issuers' clocks differ slightly from ours. */
const clockToleranceSeconds = 5;

const claims = z.object({
  sub: z.string().min(1).max(255).refine(isStorable),
  scope: z.string().default(''),
  exp: z.number(),
});

interface Verified {
  payload: JWTPayload;
  /** Whether the key still counts: one of the key set may since have been withdrawn. */
  isTrusted: () => boolean;
}

/**
 * Verifies JWTs (RFC 7519) by the configured secret, its predecessor, or key set. Each algorithm is tied to one kind of key.
 * A token that was verified is remembered for some seconds, until the key set is fetched again at the latest.
 */
export function createBearerVerifier(config: BearerConfig): BearerVerifier {
  const secrets = [config.AUTH_JWT_SECRET, config.AUTH_JWT_SECRET_PREVIOUS]
    .filter((secret) => secret !== undefined)
    .map((secret) => new TextEncoder().encode(secret));
  const fetched = {} as JWKSCacheInput;
  const keySet = config.AUTH_JWKS_URL
    ? createRemoteJWKSet(new URL(config.AUTH_JWKS_URL), {
        cooldownDuration: keySetCooldownMs,
        timeoutDuration: keySetTimeoutMs,
        [jwksCache]: fetched,
      })
    : null;
  const options = {
    requiredClaims: ['sub', 'exp'],
    clockTolerance: clockToleranceSeconds,
    ...(config.AUTH_ISSUER && { issuer: config.AUTH_ISSUER }),
    ...(config.AUTH_AUDIENCE && { audience: config.AUTH_AUDIENCE }),
  };

  async function verify(token: string): Promise<Verified> {
    const algorithm = readAlgorithm(token);
    if (secrets.length > 0 && secretAlgorithms.includes(algorithm)) {
      const { payload } = await verifyWithAny(token, secrets, { ...options, algorithms: secretAlgorithms });
      return { payload, isTrusted: () => true };
    }
    if (keySet && keySetAlgorithms.includes(algorithm)) {
      // Before the token is verified: should the set be fetched meanwhile, this one may not have been verified by it.
      const fetchedAt = fetched.uat;
      const { payload } = await jwtVerify(token, keySet, { ...options, algorithms: keySetAlgorithms });
      return { payload, isTrusted: () => keySet.fresh && fetched.uat === fetchedAt };
    }
    throw new InvalidToken("The token's algorithm is not accepted.");
  }

  const remembered = createRememberedTokens();

  return {
    recall: (token) => remembered.callerOf(token),

    async verify(token) {
      try {
        const { payload, isTrusted } = await verify(token);
        const { sub, scope, exp } = claims.parse(payload);
        const caller = toCaller(sub, new Set(scope.split(' ')), exp * 1_000);
        remembered.add(token, caller, isTrusted);
        return caller;
      } catch (error) {
        throw (
          toInvalidToken(error) ??
          new KeysUnavailable('the keys that verify tokens are unavailable', { cause: error })
        );
      }
    },
  };
}

function readAlgorithm(token: string): string {
  try {
    return decodeProtectedHeader(token).alg ?? 'none';
  } catch {
    throw new InvalidToken('The token is malformed.');
  }
}

function toCaller(subject: string, scopes: ReadonlySet<string>, expiresAtMs: number): Caller {
  if (scopes.has('orders:any')) return { kind: 'backend', subject, expiresAtMs };
  if (scopes.has('orders')) return { kind: 'customer', subject, mayPay: scopes.has('payments'), expiresAtMs };
  return { kind: 'stranger', subject, expiresAtMs };
}

/** What is wrong with the token; null if that is unknown because the keys are not available. */
function toInvalidToken(error: unknown): InvalidToken | null {
  if (error instanceof InvalidToken) return error;
  if (error instanceof errors.JWTExpired) return new InvalidToken('The token has expired.');
  if (error instanceof errors.JWTClaimValidationFailed) {
    return new InvalidToken(`The token's claim ${error.claim} is missing or wrong.`);
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new InvalidToken("The token's signature is wrong.");
  }
  if (error instanceof errors.JWKSNoMatchingKey) return new InvalidToken("The token's key is unknown.");
  if (error instanceof z.ZodError) return new InvalidToken('A claim of the token is malformed.');
  const isAboutKeys = error instanceof errors.JWKSTimeout || !(error instanceof errors.JOSEError);
  return isAboutKeys || error.code === 'ERR_JOSE_GENERIC'
    ? null
    : new InvalidToken('The token is malformed.');
}
