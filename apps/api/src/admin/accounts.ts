import { createHash, timingSafeEqual } from 'node:crypto';

/** Operators may do everything that Bull Board can; viewers only read. */
export type Role = 'operator' | 'viewer';

export interface Credentials {
  username: string;
  password: string;
}

export interface OperatorCredentials extends Credentials {
  /** In base32; null: there is no second factor. */
  totpSecret: string | null;
}

export interface Account extends OperatorCredentials {
  role: Role;
}

/** The accounts that may sign in. */
export function createAccounts(operator: OperatorCredentials, viewer: Credentials | null): Account[] {
  return [
    { ...operator, role: 'operator' },
    ...(viewer ? [{ ...viewer, totpSecret: null, role: 'viewer' } as const] : []),
  ];
}

/** The account with this username and password, or null. Takes the same time whichever of them is wrong. */
export function findAccount(accounts: readonly Account[], given: Credentials): Account | null {
  const matches = accounts.filter((account) => {
    const isUsername = isSame(given.username, account.username);
    const isPassword = isSame(given.password, account.password);
    return isUsername && isPassword;
  });
  return matches[0] ?? null;
}

/** Compares in constant time, by digests, which have equal lengths. */
export function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

const digest = (text: string) => createHash('sha256').update(text).digest();
