import { createHash, timingSafeEqual } from 'node:crypto';

/** An operator may do what Bull Board can; a viewer looks on. */
export type Role = 'operator' | 'viewer';

export interface Credentials {
  username: string;
  password: string;
}

export interface Account extends Credentials {
  role: Role;
}

/** Who may sign in. Without a viewer there is none, whatever is tried. */
export function createAccounts(operator: Credentials, viewer: Credentials | null): Account[] {
  return [{ ...operator, role: 'operator' }, ...(viewer ? [{ ...viewer, role: 'viewer' } as const] : [])];
}

/** The account that both parts belong to. It takes as long whichever part is wrong. */
export function findAccount(accounts: readonly Account[], given: Credentials): Account | null {
  const matches = accounts.filter((account) => {
    const isUsername = isSame(given.username, account.username);
    const isPassword = isSame(given.password, account.password);
    return isUsername && isPassword;
  });
  return matches[0] ?? null;
}

/** Compares in constant time. Digests are of equal length, whatever was given. */
export function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

const digest = (text: string) => createHash('sha256').update(text).digest();
