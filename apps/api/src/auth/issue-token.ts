import { SignJWT } from 'jose';
import type { Config } from '@order-countdown/shared/platform/config';

export type IssuerConfig = Pick<Config, 'AUTH_ISSUER' | 'AUTH_AUDIENCE'> & { AUTH_JWT_SECRET: string };

export interface TokenIssuer {
  /** A token without an expiry, which it must get. @param scope separated by spaces: see `scopes` */
  draft(subject: string, scope: string): SignJWT;
  sign(draft: SignJWT): Promise<string>;
}

/** Issues bearer tokens that the service accepts, for development: otherwise they come from an identity provider. */
export function createTokenIssuer({
  AUTH_JWT_SECRET,
  AUTH_ISSUER,
  AUTH_AUDIENCE,
}: IssuerConfig): TokenIssuer {
  const key = new TextEncoder().encode(AUTH_JWT_SECRET);
  return {
    draft(subject, scope) {
      const draft = new SignJWT({ scope }).setProtectedHeader({ alg: 'HS256' });
      draft.setSubject(subject).setIssuedAt();
      if (AUTH_ISSUER) draft.setIssuer(AUTH_ISSUER);
      if (AUTH_AUDIENCE) draft.setAudience(AUTH_AUDIENCE);
      return draft;
    },
    sign: (draft) => draft.sign(key),
  };
}
