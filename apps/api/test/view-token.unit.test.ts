import { developmentSecrets } from '@order-countdown/shared/platform/config';
import { expect, test } from 'vitest';
import { signViewToken } from '../../../test/support/view-tokens.ts';
import { createViewTokens } from '../src/auth/view-token.ts';

const orderId = 'ord_01jdkz3y8re0fv2x9k7q5m4n6p';
const tokens = createViewTokens(developmentSecrets.APP_SECRET);

test.each([
  ['that has expired', () => signViewToken(orderId, { exp: 1 }), 'The view token has expired.'],
  ['of another audience', () => signViewToken(orderId, { aud: 'all' }), 'The view token is not valid.'],
  [
    'that another secret signed',
    async () => createViewTokens('other'.repeat(8)).sign({ id: orderId, customerId: null }).token,
    'The view token is not valid.',
  ],
  ['that is none', async () => 'forged', 'The view token is not valid.'],
])('a view token %s is refused, and it is said why', async (_, sign, message) => {
  await expect(tokens.verify(await sign())).rejects.toThrow(message);
});
