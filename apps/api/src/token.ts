import { parseArgs } from 'node:util';
import { loadAuthConfig } from '@order-countdown/shared/platform/config';
import { loadEnvFile } from '@order-countdown/shared/platform/env-file';
import { StartError } from '@order-countdown/shared/platform/errors';
import { runMain } from '@order-countdown/shared/platform/run-main';
import { SignJWT } from 'jose';
import { scopes } from './auth/caller.ts';

const usage = `usage: npm run --silent token -- [--sub alice] [--scope "orders payments"] [--expires-in "30 days"]
scopes: ${scopes.join(', ')}`;

/** `npm run token -- --sub alice --scope "orders payments"`: prints a bearer token for development. */
await runMain('token', async () => {
  loadEnvFile();
  const { sub, scope, 'expires-in': lifetime } = readOptions();
  const config = loadAuthConfig();
  if (!config.AUTH_JWT_SECRET) throw new StartError('with AUTH_JWKS_URL alone, tokens come from its issuer');
  const token = new SignJWT({ scope }).setProtectedHeader({ alg: 'HS256' }).setSubject(sub).setIssuedAt();
  orUsage(() => token.setExpirationTime(lifetime));
  if (config.AUTH_ISSUER) token.setIssuer(config.AUTH_ISSUER);
  if (config.AUTH_AUDIENCE) token.setAudience(config.AUTH_AUDIENCE);
  console.log(await token.sign(new TextEncoder().encode(config.AUTH_JWT_SECRET)));
});

/** @throws StartError with the usage */
function readOptions() {
  const { values } = orUsage(() =>
    parseArgs({
      options: {
        sub: { type: 'string', default: 'alice' },
        scope: { type: 'string', default: 'orders payments' },
        'expires-in': { type: 'string', default: '30 days' },
      },
    }),
  );
  const known: readonly string[] = scopes;
  const unknown = values.scope.split(' ').filter((scope) => !known.includes(scope));
  if (unknown.length > 0) throw new StartError(`unknown scope "${unknown.join(' ')}"\n${usage}`);
  return values;
}

/** @throws StartError with the first sentence of the complaint, and the usage */
function orUsage<Result>(read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new StartError(`${error.message.split('. ', 1)[0]}\n${usage}`);
  }
}
