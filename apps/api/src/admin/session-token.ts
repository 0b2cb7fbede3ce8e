import { createHash, createHmac, randomUUID } from 'node:crypto';
import { deriveKey } from '@order-countdown/shared/platform/derive-key';
import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import type { Account, Role } from './accounts.ts';

const sessionLifetimeMs = 8 * 60 * 60 * 1_000;

export interface Session {
  id: string;
  username: string;
  role: Role;
  expiresAt: Date;
  /** Unique to the session. Requests that change something must repeat it. */
  xsrfToken: string;
}

/** The signed token that holds a session. Nothing is stored: every API process can verify it, and restarts keep it. */
export interface SessionTokens {
  /** Creates a session for the account. */
  sign(account: Account): Promise<{ token: string; session: Session }>;
  /** @returns null if the token is forged or expired, or if the account's credentials have changed */
  verify(token: string): Promise<Session | null>;
}

const algorithm = 'HS256';
const audience = 'order-countdown/admin';

const claims = z.object({ jti: z.uuid(), sub: z.string(), exp: z.number() });

export function createSessionTokens(appSecret: string, accounts: readonly Account[]): SessionTokens {
  const keys = new Map(accounts.map((account) => [account.role, keyOf(appSecret, account)]));
  const xsrfKey = deriveKey(appSecret, 'xsrf token');

  const toSession = (id: string, username: string, role: Role, expiresAt: Date): Session => {
    const xsrfToken = createHmac('sha256', xsrfKey).update(id).digest('base64url');
    return { id, username, role, expiresAt, xsrfToken };
  };

  return {
    async sign({ username, role }) {
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

    async verify(token) {
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

/** Each account has its own key, derived from its credentials: changing them ends that account's sessions only. */
function keyOf(appSecret: string, { username, password, totpSecret, role }: Account): Uint8Array {
  const credentials = createHash('sha256')
    .update(JSON.stringify([username, password, ...(totpSecret === null ? [] : [totpSecret])]))
    .digest('hex');
  return deriveKey(appSecret, `session of ${role} ${credentials}`);
}
