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

/** @param previous the APP_SECRET before the current one: its sessions are valid, too */
export function createSessionTokens(
  appSecret: string,
  accounts: readonly Account[],
  previous?: string,
): SessionTokens {
  const current = keysOf(appSecret, accounts);
  const generations = previous === undefined ? [current] : [current, keysOf(previous, accounts)];

  return {
    async sign({ username, role }) {
      const expiresAt = new Date(Date.now() + sessionLifetimeMs);
      const session = toSession(current, { id: randomUUID(), username, role, expiresAt });
      const token = await new SignJWT()
        .setProtectedHeader({ alg: algorithm, kid: role })
        .setAudience(audience)
        .setSubject(username)
        .setJti(session.id)
        .setIssuedAt()
        .setExpirationTime(session.expiresAt)
        .sign(current.sessions.get(role) ?? new Uint8Array());
      return { token, session };
    },

    async verify(token) {
      for (const keys of generations) {
        const session = await verifyWith(keys, token);
        if (session) return session;
      }
      return null;
    },
  };
}

/** What is derived from one APP_SECRET. */
interface Keys {
  sessions: Map<Role, Uint8Array>;
  xsrf: Uint8Array;
}

const keysOf = (appSecret: string, accounts: readonly Account[]): Keys => ({
  sessions: new Map(accounts.map((account) => [account.role, keyOf(appSecret, account)])),
  xsrf: deriveKey(appSecret, 'xsrf token'),
});

/** The browser has the XSRF token of the keys that signed the session. */
function toSession({ xsrf }: Keys, session: Omit<Session, 'xsrfToken'>): Session {
  return { ...session, xsrfToken: createHmac('sha256', xsrf).update(session.id).digest('base64url') };
}

async function verifyWith(keys: Keys, token: string): Promise<Session | null> {
  try {
    const verified = await jwtVerify(token, ({ kid }) => keys.sessions.get(kid as Role) ?? noKey(), {
      algorithms: [algorithm],
      audience,
      maxTokenAge: sessionLifetimeMs / 1_000,
      requiredClaims: ['jti', 'sub', 'exp'],
    });
    const { jti: id, sub: username, exp } = claims.parse(verified.payload);
    const role = verified.protectedHeader.kid as Role;
    return toSession(keys, { id, username, role, expiresAt: new Date(exp * 1_000) });
  } catch (error) {
    if (error instanceof errors.JOSEError) return null;
    throw error;
  }
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
