import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Orders } from '@order-countdown/shared/orders/orders';
import type { Redis } from '@order-countdown/shared/redis/connection';
import { Router } from 'express';
import { createAccounts, type Credentials } from './accounts.ts';
import { createAudit } from './audit.ts';
import { boardPath, createBoard, type BoardDependencies } from './board.ts';
import { createSessionReader, requireSession, sessionOf, viewersOnlyRead } from './gate.ts';
import { boardHeaders, noStore, pageHeaders } from './headers.ts';
import { orderPages } from './order-pages.ts';
import { requireRedis } from './require-redis.ts';
import { requireXsrfToken } from './same-origin.ts';
import { createSessions } from './session.ts';
import { signInRoutes } from './sign-in.ts';
import { signOutRoutes } from './sign-out.ts';
import { createSignedOut } from './signed-out.ts';

export interface AdminSettings extends BoardDependencies {
  /** Sessions are signed with a key derived from it. */
  appSecret: string;
  operator: Credentials;
  /** Null: nobody but the operator. */
  viewer: Credentials | null;
}

export interface AdminDependencies extends AdminSettings {
  orders: Pick<Orders, 'read' | 'timeline'>;
  redis: Redis;
  logger: Logger;
}

/** Everything under `/admin`: first who asks, then whether they may, then the queues and the orders. */
export function createAdmin(dependencies: AdminDependencies): Router {
  const { appSecret, operator, viewer, orders, redis, logger } = dependencies;
  const accounts = createAccounts(operator, viewer);
  const sessions = createSessions(appSecret, accounts);
  const signedOut = createSignedOut(redis, logger);
  const readSession = createSessionReader(sessions, signedOut);
  const audit = createAudit(logger);
  const boards = {
    operator: createBoard(dependencies, 'operator'),
    viewer: createBoard(dependencies, 'viewer'),
  };

  const router = Router();
  router.use(noStore, pageHeaders);
  router.use('/sign-in', signInRoutes({ accounts, sessions, readSession, audit }));
  router.use('/sign-out', signOutRoutes({ readSession, signedOut, audit }));

  // From here on nobody gets by without a session, whatever the path.
  router.use(requireSession(readSession), audit.changes, requireXsrfToken, viewersOnlyRead);
  /** 303 to the queues. */
  router.get('/', (_request, response) => response.redirect(303, boardPath));
  router.use('/orders', orderPages(orders));
  /** Bull Board, the one of whoever asks. 503 without Redis. */
  router.use('/queues/api', requireRedis(redis));
  router.use('/queues', boardHeaders, (request, response, next) => {
    boards[sessionOf(response).role](request, response, next);
  });
  return router;
}
