import { afterAll, beforeAll, expect, test } from 'vitest';
import { findClockShift } from '../../chaos/src/processes/clock.ts';
import { createClient } from '../support/client.ts';
import { createTestContext, type TestContext } from '../support/context.ts';
import { startApi } from '../support/processes.ts';

let context: TestContext;

beforeAll(async () => {
  context = await createTestContext();
});
afterAll(() => context.close());

const shift = await findClockShift();

test.skipIf(typeof shift !== 'function')(
  'an api whose clock is years off places orders into the partition of today',
  async () => {
    const years = 60 * 60 * 24 * 365 * 5;
    const env = typeof shift === 'function' ? shift(-years) : {};
    const api = await startApi(context, env);
    const { status, body } = await createClient(api.url).place();
    expect(status).toBe(201);
    const { rows } = await context.postgres.query(
      `select uuid_time(id) = created_at and created_at > now() - interval '1 minute' as "isOfNow", type_id('ord', id) as id
     from orders`,
    );
    expect(rows).toEqual([{ isOfNow: true, id: body.id }]);
    expect(await createClient(api.url).get(`/v1/orders/${body.id}`)).toMatchObject({ status: 200 });
    expect(await api.end()).toBe(0);
  },
);
