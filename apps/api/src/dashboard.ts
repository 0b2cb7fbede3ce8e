import { createHash, timingSafeEqual } from 'node:crypto';
import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { Queue } from 'bullmq';
import { Router, type RequestHandler } from 'express';

export const dashboardPath = '/admin/queues';

export interface DashboardDependencies {
  queue: Queue;
  username: string;
  password: string;
  environment: string;
}

/** Bull Board for operators. Each alarm shows the order that it is for and links to it. */
export function dashboard({ queue, username, password, environment }: DashboardDependencies): Router {
  const serverAdapter = new ExpressAdapter().setBasePath(dashboardPath);
  const adapter = new BullMQAdapter(queue, {
    description: 'One alarm for each pending order. It goes off at the deadline of the payment.',
    externalJobUrl: ({ id }) => ({ displayText: 'Order', href: `/v1/orders/${id}` }),
  });
  createBullBoard({
    queues: [adapter],
    serverAdapter,
    options: {
      uiConfig: {
        boardTitle: 'order-countdown',
        environment: { label: environment, color: environment === 'production' ? '#b91c1c' : '#15803d' },
      },
    },
  });
  const board = serverAdapter.getRouter();
  board.disable('x-powered-by');
  return Router().use(requireOperator(username, password), board);
}

/** HTTP Basic (RFC 7617), compared in constant time. */
function requireOperator(username: string, password: string): RequestHandler {
  const expected = digest(`${username}:${password}`);
  return (request, response, next) => {
    const [scheme, encoded = ''] = (request.headers.authorization ?? '').split(' ');
    const given = digest(Buffer.from(encoded, 'base64').toString());
    if (scheme?.toLowerCase() === 'basic' && timingSafeEqual(given, expected)) return next();
    response.status(401).set('WWW-Authenticate', 'Basic realm="order-countdown", charset="UTF-8"').end();
  };
}

/** Equal lengths, whatever was sent. */
const digest = (text: string) => createHash('sha256').update(text).digest();
