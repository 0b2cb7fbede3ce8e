import type { Request, RequestHandler } from 'express';
import { ipKeyGenerator } from 'express-rate-limit';
import { Problem } from '../http/problem.ts';
import type { Need } from '../http/route.ts';
import { InvalidToken, type BearerVerifier } from './bearer.ts';
import { allows, identityOf, noToken, setIdentity, type Caller, type Identity } from './caller.ts';
import type { TokenGuard } from './token-guard.ts';
import type { ViewTokens } from './view-token.ts';

export interface Authenticators {
  bearer: BearerVerifier;
  viewTokens: Pick<ViewTokens, 'verify'>;
}

/**
 * Identifies the caller by token without refusing anybody. Public routes need no token, and the rate limit must count
 * unauthenticated requests too. {@link allow} refuses. Only the guard does: tokens of an address that has sent too many
 * that were not valid.
 */
export function identify(authenticators: Authenticators, guard: TokenGuard): RequestHandler {
  const { bearer, viewTokens } = authenticators;

  /** A promise only where a token has to be verified: most requests send one that was verified a moment ago. */
  function identityFrom(request: Request): Identity | Promise<Identity> {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const token = bearerToken.exec(authorization)?.[1];
      if (!token) return { caller: null, reason: 'The Authorization header must be "Bearer <token>".' };
      const caller = bearer.recall(token);
      return caller ? { caller } : verified(request, guard, token, (unknown) => bearer.verify(unknown));
    }
    const viewToken = request.query['token'];
    if (typeof viewToken !== 'string') return { caller: null, reason: noToken };
    return verified(request, guard, viewToken, (token) => viewTokens.verify(token));
  }

  return (request, response, next) => {
    const identity = identityFrom(request);
    if (!(identity instanceof Promise)) {
      setIdentity(response, identity);
      return next();
    }
    return identity.then((verifiedIdentity) => {
      setIdentity(response, verifiedIdentity);
      next();
    });
  };
}

const bearerToken = /^Bearer ([\w.~+/=-]+)$/i;

async function verified(...asked: Parameters<typeof guarded>): Promise<Identity> {
  try {
    return { caller: await guarded(...asked) };
  } catch (error) {
    if (error instanceof InvalidToken) return { caller: null, reason: error.message };
    throw error;
  }
}

/** Verifies a token unless its address has sent too many that were not valid. @throws what `verify` throws, and Problem */
async function guarded(
  { ip = '' }: Request,
  guard: TokenGuard,
  token: string,
  verify: (token: string) => Promise<Caller>,
): Promise<Caller> {
  const address = ipKeyGenerator(ip);
  guard.check(address, token);
  try {
    const caller = await verify(token);
    guard.passed(token);
    return caller;
  } catch (error) {
    guard.failed(address);
    throw error;
  }
}

/**
 * Lets a request pass if its caller has what the route needs. Otherwise 401 without a valid token (with the header of
 * RFC 6750), and 403 with a token that lacks the scope.
 */
export function allow(need: Need): RequestHandler {
  return (_request, response, next) => {
    const identity = identityOf(response);
    const isViewer = identity.caller?.kind === 'viewer';
    if (!identity.caller || (isViewer && need !== 'view')) {
      throw unauthenticated(identity.caller ? 'A view token can only read its order.' : identity.reason);
    }
    if (!allows(need, identity.caller)) {
      throw new Problem('forbidden', `This requires the ${scopesFor[need]}.`);
    }
    next();
  };
}

/**
 * For what stays open until its token expires. A bearer token is valid for some seconds more, in which a client whose
 * stream has ended would connect again, in vain.
 *
 * @throws Problem `unauthenticated` from the token's `exp` on
 */
export function requireUnexpired({ expiresAtMs }: Caller): void {
  if (expiresAtMs <= Date.now()) throw unauthenticated('The token has expired.');
}

const unauthenticated = (reason: string) =>
  new Problem('unauthenticated', reason, {
    headers: { 'WWW-Authenticate': 'Bearer realm="order-countdown"' },
  });

const scopesFor: Record<Need, string> = {
  view: 'scope "orders"',
  orders: 'scope "orders"',
  payments: 'scopes "orders" and "payments"',
  backend: 'scope "orders:any"',
};
