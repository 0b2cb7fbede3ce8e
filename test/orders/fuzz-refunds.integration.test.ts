import * as fc from 'fast-check';
import { afterAll, beforeAll, test } from 'vitest';
import { credentials, encodeURIComponentLossy, ids, jsonText } from '../support/arbitraries.ts';
import { ask, createFuzz, expectUnharmedBy, headersFor, type Fuzz } from '../support/fuzz.ts';
import { startSystem, type System } from '../support/system.ts';

let system: System;
let fuzz: Fuzz;

beforeAll(async () => {
  system = await startSystem({ apiEnv: { RATE_LIMIT_PER_MINUTE: '1000000' } });
  fuzz = await createFuzz(system);
});

afterAll(() => system.close());

test('any path, method, query, body and token on refunds', async () => {
  const { body } = await system.client.place();
  await system.client.post(`/v1/orders/${body.id}/cancel`);
  await system.client.post(`/v1/orders/${body.id}/pay`, { paymentReference: 'late' });
  const { body: refunds } = await system.client.get(`/v1/refunds?orderId=${body.id}`);
  const addresses = fc
    .tuple(ids, fc.constantFrom('', '/refunded', '/nothing'))
    .map(([id, rest]) => `/v1/refunds/${id ?? refunds.data[0].id}${rest}`);
  const name = fc.constantFrom('status', 'orderId', 'customerId', 'limit', 'cursor', 'x', '__proto__');
  const value = fc.oneof(
    fc.constantFrom('due', 'refunded', body.id, 'cus_42'),
    fc.string({ unit: 'binary' }).map(encodeURIComponentLossy),
    fc.base64String(),
    fc.integer(),
  );
  const query = fc.array(fc.tuple(name, value), { maxLength: 3 });
  const reference = fc.record({ refundReference: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()) });
  await expectUnharmedBy(
    fuzz,
    fc.asyncProperty(
      fc.oneof(addresses, fc.constant('/v1/refunds')),
      query,
      fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE'),
      fc.oneof(
        reference.map((members) => JSON.stringify(members)),
        jsonText,
      ),
      credentials,
      async (path, pairs, method, text, credential) => {
        const headers = headersFor(fuzz, credential, { 'Content-Type': 'application/json' });
        const url = `${path}?${pairs.map((pair) => pair.join('=')).join('&')}`;
        await ask(fuzz, url, credential, { method, headers, ...(method !== 'GET' && { body: text }) });
      },
    ),
  );
});
