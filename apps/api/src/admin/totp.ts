import { loadTotpConfig } from '@order-countdown/shared/platform/config';
import { loadEnvFile } from '@order-countdown/shared/platform/env-file';
import { runMain } from '@order-countdown/shared/platform/run-main';
import { newTotpSecret, otpauthUrl } from './second-factor.ts';

/** `npm run totp`: prints what an authenticator app needs for `OPERATOR_TOTP_SECRET`, or for a new one if it is unset. */
await runMain('totp', async () => {
  loadEnvFile();
  const { OPERATOR_TOTP_SECRET: secret = newTotpSecret(), OPERATOR_USERNAME: username } = loadTotpConfig();
  console.log(`OPERATOR_TOTP_SECRET=${secret}\n${otpauthUrl(secret, username)}`);
});
