import { afterEach, beforeEach, expect, test } from 'vitest';
import { removeLeftovers } from '../../apps/worker/src/leftovers.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { openCore, type TestCore } from '../support/core.ts';
import { sampleDraft } from '../support/ledger.ts';
import { until } from '../support/until.ts';

let context: TestContext;
let core: TestCore;
let former: TestCore;

beforeEach(async () => {
  context = await createTestContext();
  core = openCore(context);
  former = openCore(context, { ALARM_SHARDS: '2' });
  await until(() => core.redis.status === 'ready' && former.redis.status === 'ready');
});

afterEach(async () => {
  await Promise.all([core.close(), former.close()]);
  await context.close();
});

test('an API that goes on with a former number of shards after its last worker leaves no alarm for good', async () => {
  await former.findLeftovers();
  for (let times = 0; times < 3; times += 1) {
    const placed = await former.orders.place({ ...sampleDraft, windowSeconds: 600, idempotency: null });
    expect(placed.outcome).toBe('placed');
    expect(await former.alarm.count()).toBe(1);
    await removeLeftovers(core, new AbortController().signal);
    expect(await former.alarm.count()).toBe(0);
  }
});
