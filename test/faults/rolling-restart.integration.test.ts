import { test } from 'vitest';
import { expectUnnoticedRestarts } from '../support/rolling-restart.ts';

test('restarting two APIs and two workers behind HAProxy fails no request, and no stream misses an event', async () => {
  await expectUnnoticedRestarts({ rounds: 1, clients: 8, streams: 10 });
}, 120_000);
