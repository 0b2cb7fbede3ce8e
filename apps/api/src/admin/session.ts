import { createHash, createHmac, randomUUID } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { deriveKey } from '@order-countdown/shared/platform/derive-key';
import type { Account, Role } from './accounts.ts';

export const sessionLifetimeMs = 8 * 60 * 60 * 1_000;

/** Somebody who signed in, as the server itself wrote it down. */
export interface Session {
  id: string;
  username: string;
  role: Role;
  expiresAt: Date;
  /** What a request that changes something must repeat. No other session has the same. */
  xsrfToken: string;
}

export interface Sessions {
  /** Begins a session. @returns the token that stands for it */
  begin(account: Account): Promise<{ token: string; session: Session }>;
  /** Null: the token is forged, expired, or of an account that has changed since. */
  read(token: string): Promise<Session | null>;
}

// A JWT by jose, which checks the bearer tokens too: any API process can read it, and a restart forgets nothing.
const algorithm = 'HS256';
const audience = 'order-countdown/admin';

const claims = z.object({ jti: z.uuid(), sub: z.string(), exp: z.number() });

export function createSessions(appSecret: string, accounts: readonly Account[]): Sessions {
  const keys = new Map(accounts.map((account) => [account.role, keyOf(appSecret, account)]));
  const xsrfKey = deriveKey(appSecret, 'xsrf token');

  const toSession = (id: string, username: string, role: Role, expiresAt: Date): Session => {
    const xsrfToken = createHmac('sha256', xsrfKey).update(id).digest('base64url');
    return { id, username, role, expiresAt, xsrfToken };
  };

  return {
    async begin({ username, role }) {
      const session = toSession(randomUUID(), username, role, new Date(Date.now() + sessionLifetimeMs));
      const token = await new SignJWT()
        .setProtectedHeader({ alg: algorithm, kid: role })
        .setAudience(audience)
        .setSubject(username)
        .setJti(session.id)
        .setIssuedAt()
        .setExpirationTime(session.expiresAt)
        .sign(keys.get(role) ?? new Uint8Array());
      return { token, session };
    },

    async read(token) {
      try {
        const verified = await jwtVerify(token, ({ kid }) => keys.get(kid as Role) ?? noKey(), {
          algorithms: [algorithm],
          audience,
          maxTokenAge: sessionLifetimeMs / 1_000,
          requiredClaims: ['jti', 'sub', 'exp'],
        });
        const { jti, sub, exp } = claims.parse(verified.payload);
        return toSession(jti, sub, verified.protectedHeader.kid as Role, new Date(exp * 1_000));
      } catch (error) {
        if (error instanceof errors.JOSEError) return null;
        throw error;
      }
    },
  };
}

function noKey(): never {
  throw new errors.JWKSNoMatchingKey();
}

/** Each account's own: a new name or password ends the account's sessions, and no other's. */
function keyOf(appSecret: string, { username, password, role }: Account): Uint8Array {
  const credentials = createHash('sha256')
    .update(JSON.stringify([username, password]))
    .digest('hex');
  return deriveKey(appSecret, `session of ${role} ${credentials}`);
}
