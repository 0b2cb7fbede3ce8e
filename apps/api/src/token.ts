import { parseArgs } from 'node:util';
import { loadAuthConfig } from '@order-countdown/shared/platform/config';
import { runMain } from '@order-countdown/shared/platform/run-main';
import { SignJWT } from 'jose';

/** `pnpm token --sub alice --scope "orders payments"`: prints a bearer token for development. */
await runMain('token', async () => {
  const { values } = parseArgs({
    options: {
      sub: { type: 'string', default: 'alice' },
      scope: { type: 'string', default: 'orders payments' },
      'expires-in': { type: 'string', default: '30 days' },
    },
  });
  const config = loadAuthConfig();
  if (!config.AUTH_JWT_SECRET) throw new Error('With AUTH_JWKS_URL alone, tokens come from its issuer.');
  const token = new SignJWT({ scope: values.scope })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(values.sub)
    .setIssuedAt()
    .setExpirationTime(values['expires-in']);
  if (config.AUTH_ISSUER) token.setIssuer(config.AUTH_ISSUER);
  if (config.AUTH_AUDIENCE) token.setAudience(config.AUTH_AUDIENCE);
  console.log(await token.sign(new TextEncoder().encode(config.AUTH_JWT_SECRET)));
});
