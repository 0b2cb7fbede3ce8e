import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { createTokenIssuer, type IssuerConfig } from '../auth/issue-token.ts';

/** The made-up customer of a browser, which the browser keeps. */
export const customerId = z
  .string()
  .regex(/^shopper_[0-9a-f]{16}$/, 'must be "shopper_" followed by 16 hexadecimal digits');

export const newCustomerId = (): string => `shopper_${randomBytes(8).toString('hex')}`;

/** Long enough for a session of trying things out; the page asks again. */
const lifetime = '1 hour';

export interface ShopTokens {
  /** The shopper's own: places, reads and cancels. */
  customerToken: string;
  /** What the server of a shop has: confirms payments, extends. */
  backendToken: string;
}

/** @returns signs the tokens with which the page plays a shopper and the server of a shop */
export function createShopTokens(config: IssuerConfig): (customer: string) => Promise<ShopTokens> {
  const issuer = createTokenIssuer(config);
  const issue = (subject: string, scope: string) =>
    issuer.sign(issuer.draft(subject, scope).setExpirationTime(lifetime));

  return async (customer) => ({
    customerToken: await issue(customer, 'orders'),
    backendToken: await issue('the shop to try', 'orders:any'),
  });
}
