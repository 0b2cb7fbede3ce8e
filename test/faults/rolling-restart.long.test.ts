import { test } from 'vitest';
import { expectUnnoticedRestarts } from '../support/rolling-restart.ts';

test('ten restarts in a row of two APIs and two workers behind HAProxy fail no request', async () => {
  await expectUnnoticedRestarts({ rounds: 10, clients: 32, streams: 100 });
});
