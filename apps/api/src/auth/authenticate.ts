import type { Request, RequestHandler } from 'express';
import { Problem } from '../http/problem.ts';
import type { Need } from '../http/route.ts';
import { InvalidToken, type VerifyBearer } from './bearer.ts';
import { allows, identityOf, setIdentity, type Identity } from './caller.ts';
import type { ViewTokens } from './view-token.ts';

export interface Authenticators {
  verifyBearer: VerifyBearer;
  viewTokens: Pick<ViewTokens, 'verify'>;
}

/**
 * Finds out who is asking, and turns nobody away: a page that is open to all needs no token, and whoever
 * floods us is counted before being refused. {@link allow} is what refuses.
 */
export function identify(authenticators: Authenticators): RequestHandler {
  return async (request, response, next) => {
    setIdentity(response, await identityFrom(request, authenticators));
    next();
  };
}

async function identityFrom(request: Request, authenticators: Authenticators): Promise<Identity> {
  const { verifyBearer, viewTokens } = authenticators;
  const { authorization } = request.headers;
  const viewToken = request.query['token'];
  try {
    if (authorization !== undefined) {
      const token = /^Bearer ([\w.~+/=-]+)$/i.exec(authorization)?.[1];
      if (!token) return { caller: null, reason: 'the Authorization header is not «Bearer» and a token' };
      return { caller: await verifyBearer(token) };
    }
    if (typeof viewToken === 'string') return { caller: await viewTokens.verify(viewToken) };
    return { caller: null, reason: 'no token was sent' };
  } catch (error) {
    if (error instanceof InvalidToken) return { caller: null, reason: error.message };
    throw error;
  }
}

/**
 * Lets a request on whose caller may use the route. 401 when nobody is known, 403 when somebody is whose token
 * is for other things. RFC 6750 names the header.
 */
export function allow(need: Need): RequestHandler {
  return (_request, response, next) => {
    const identity = identityOf(response);
    const isViewer = identity.caller?.kind === 'viewer';
    if (!identity.caller || (isViewer && need !== 'view')) {
      const reason = identity.caller ? 'a view token only reads its order' : identity.reason;
      const headers = { 'WWW-Authenticate': 'Bearer realm="order-countdown"' };
      throw new Problem('unauthenticated', `Who is asking is not known: ${reason}.`, { headers });
    }
    if (!allows(need, identity.caller)) {
      throw new Problem('forbidden', `The token does not carry the scope for this: ${scopeFor[need]}.`);
    }
    next();
  };
}

const scopeFor: Record<Need, string> = {
  view: 'orders',
  orders: 'orders',
  payments: 'orders and payments',
  backend: 'orders:any',
};
