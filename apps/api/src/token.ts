import { parseArgs } from 'node:util';
import { loadAuthConfig } from '@order-countdown/shared/platform/config';
import { loadEnvFile } from '@order-countdown/shared/platform/env-file';
import { StartError } from '@order-countdown/shared/platform/errors';
import { runMain } from '@order-countdown/shared/platform/run-main';
import { scopes } from './auth/caller.ts';
import { createTokenIssuer } from './auth/issue-token.ts';

const usage = `usage: npm run --silent token -- [--sub shop] [--scope orders:any] [--expires-in "30 days"]
scopes: ${scopes.join(', ')}`;

const help = `Prints a bearer token. Without options, it is a backend's, which may do everything.

${usage}

  --sub         who the token is for: for a customer, the customer's id
  --scope       what it allows, separated by spaces:
                  orders      a customer places, reads and cancels orders of its own
                  payments    in addition, it confirms their payments
                  orders:any  a backend does everything, with any order
  --expires-in  how long it is valid: "15 minutes", "30 days"

A customer's: npm run --silent token -- --sub alice --scope "orders payments"`;

/** `npm run --silent token`: prints a bearer token for development, a backend's unless options say otherwise. */
await runMain('token', async () => {
  const { sub, scope, 'expires-in': lifetime, help: isHelpWanted } = readOptions();
  if (isHelpWanted) return console.log(help);
  loadEnvFile();
  const config = loadAuthConfig();
  if (!config.AUTH_JWT_SECRET) throw new StartError('with AUTH_JWKS_URL alone, tokens come from its issuer');
  const issuer = createTokenIssuer({ ...config, AUTH_JWT_SECRET: config.AUTH_JWT_SECRET });
  console.log(await issuer.sign(orUsage(() => issuer.draft(sub, scope).setExpirationTime(lifetime))));
});

/** @throws StartError with the usage */
function readOptions() {
  const { values } = orUsage(() =>
    parseArgs({
      options: {
        sub: { type: 'string', default: 'shop' },
        scope: { type: 'string', default: 'orders:any' },
        'expires-in': { type: 'string', default: '30 days' },
        help: { type: 'boolean', short: 'h', default: false },
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
