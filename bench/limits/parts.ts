import { randomUUID } from 'node:crypto';
import { createCore } from '@order-countdown/shared/core';
import { createRegistry } from '@order-countdown/shared/metrics/registry';
import { newOrderId } from '@order-countdown/shared/order/order-id';
import { loadConfig } from '@order-countdown/shared/platform/config';
import { createLogger } from '@order-countdown/shared/platform/logger';
import { createProjection } from '@order-countdown/shared/redis/projection';
import { backendToken } from '@order-countdown/test/tokens';
import { createBearerVerifier } from '../../apps/api/src/auth/bearer.ts';
import { createSharedCounts } from '../../apps/api/src/auth/shared-counts.ts';
import { createViewTokens } from '../../apps/api/src/auth/view-token.ts';
import { parse } from '../../apps/api/src/http/parse.ts';
import { httpMetrics } from '../../apps/api/src/http/request-metrics.ts';
import { representOrder } from '../../apps/api/src/orders/representation.ts';
import { placeOrderBody } from '../../apps/api/src/orders/requests.ts';
import { orderContent } from '../harness/contender.ts';
import { answerLimits } from './protocol.ts';

/** The parts of placing an order, each by itself, as the api calls them: in sets where calls gather. */

export type PartName = keyof typeof parts;

/** As many at once as connections wait for an answer. */
const setSize = 256;

const config = loadConfig({ ...process.env, NODE_ENV: 'test' });
const registry = createRegistry();
const logger = createLogger('bench', 'info');
const core = createCore(config, createLogger('bench', 'error'), { name: 'bench', registry, commands: [] });
const projection = createProjection({
  ...core,
  line: () => core.connection,
  recheck: () => undefined,
  logger,
});
const verifier = createBearerVerifier(config);
await verifier.verify(backendToken);
const viewTokens = createViewTokens(config.APP_SECRET);
const metrics = httpMetrics(registry);
const count = createSharedCounts(core.redis, 60_000);
const body = JSON.stringify(orderContent);
const draft = () => ({
  ...orderContent,
  id: newOrderId(),
  actor: { kind: 'customer' as const, subject: orderContent.customerId },
  reference: null,
  metadata: {},
  windowSeconds: 1_800,
  reminderLeadSeconds: 300,
});
const placed = await core.ledger.place(draft());
if (placed.outcome !== 'placed') throw new Error(`the order was not placed: ${placed.outcome}`);
const { order } = placed;

const answered = { method: 'POST', route: '/v1/orders', status: 201, durationMs: 12.34 };
const line = { requestId: randomUUID(), path: '/v1/orders', orderId: order.id, outcome: 'placed' };

/** What one order needs of each part. */
const parts = {
  'read the body': () => parse('body', placeOrderBody, JSON.parse(body)),
  'recall the token': () => verifier.recall(backendToken),
  'count the request': () => count('subject shop'),
  'write the order': () => core.ledger.place(draft()),
  'set alarm and countdown': () =>
    projection.started({ order: { ...order, id: newOrderId() }, askedAtMs: performance.now() }),
  'sign the view token': () => viewTokens.sign(order),
  'write the answer': () => JSON.stringify({ ...representOrder(order), viewToken: 'a token' }),
  'log and measure': () => {
    metrics.answered(answered);
    logger.info({ ...line, ...answered, subject: 'shop' }, 'request');
  },
} satisfies Record<string, () => unknown>;

answerLimits(async (name, orders) => async () => {
  const part: () => unknown = parts[name as PartName];
  for (let done = 0; done < orders; done += setSize) {
    await Promise.all(Array.from({ length: setSize }, part));
    // What is gathered for the end of a turn belongs to it.
    await new Promise((resolve) => setImmediate(resolve));
  }
});
