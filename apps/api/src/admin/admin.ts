import type { AuditLog } from '@order-countdown/shared/audit/log';
import type { Config } from '@order-countdown/shared/platform/config';
import type { Logger } from '@order-countdown/shared/platform/logger';
import type { Connection } from '@order-countdown/shared/redis/answering';
import type { Attempts } from '@order-countdown/shared/redis/attempts';
import type { Redis } from '@order-countdown/shared/redis/connection';
import type { Marks } from '@order-countdown/shared/redis/marks';
import { Router, type RequestHandler } from 'express';
import { allow } from '../auth/authenticate.ts';
import { setIdentity } from '../auth/caller.ts';
import { limitRate, type RateLimitOptions } from '../auth/rate-limit.ts';
import type { ConsoleDependencies } from '../console/dependencies.ts';
import { consoleRoutes } from '../console/routes.ts';
import { mount } from '../http/mount.ts';
import type { Route } from '../http/route.ts';
import { keepPattern } from '../http/request-log.ts';
import { createAccounts, type Credentials, type OperatorCredentials } from './accounts.ts';
import { createAttemptCounts } from './attempt-counts.ts';
import { createAudit } from './audit.ts';
import { createBoard, type BoardDependencies } from './board.ts';
import { boardPage } from './board-page.ts';
import { boardTexts } from './board-texts.ts';
import { consolePages, queuesAway } from './console-page.ts';
import { createSessionGate, sessionOf, viewersOnlyRead } from './gate.ts';
import { boardHeaders, noStore, pageHeaders } from './headers.ts';
import { requireQueues } from './queues.ts';
import { requireXsrfToken } from './same-origin.ts';
import { getSession } from './session-route.ts';
import { createSecondFactor } from './second-factor.ts';
import { createSessionTokens } from './session-token.ts';
import { createSessions } from './sessions.ts';
import { createSignInLimits } from './sign-in-limits.ts';
import { signInRoutes } from './sign-in.ts';
import { signOutRoutes } from './sign-out.ts';

export interface AdminSettings extends BoardDependencies {
  /** The keys that sign sessions are derived from it. */
  appSecret: string;
  /** Still verifies sessions. */
  previousAppSecret?: string | undefined;
  operator: OperatorCredentials;
  /** Null: there is no viewer account. */
  viewer: Credentials | null;
}

export interface AdminDependencies extends AdminSettings, ConsoleDependencies {
  /** See `Followers`. */
  redis: Redis | null;
  connection: Connection;
  marks: Marks;
  attempts: Attempts;
  logger: Logger;
  auditLog: AuditLog;
  /** See `RateLimitOptions`. */
  limits: Omit<RateLimitOptions, 'redis'>;
  /** Counts requests without a session. */
  limitStrangers: RequestHandler;
}

/** The dashboard's settings from the configuration. */
export function adminSettings(config: Config): Omit<AdminSettings, 'queues'> {
  return {
    appSecret: config.APP_SECRET,
    previousAppSecret: config.APP_SECRET_PREVIOUS,
    environment: config.NODE_ENV,
    operator: {
      username: config.OPERATOR_USERNAME,
      password: config.OPERATOR_PASSWORD,
      totpSecret: config.OPERATOR_TOTP_SECRET ?? null,
    },
    viewer:
      config.VIEWER_PASSWORD === undefined
        ? null
        : { username: config.VIEWER_USERNAME, password: config.VIEWER_PASSWORD },
  };
}

/** Everything under `/admin`: sign-in and sign-out, then, behind a session, the console and the queues. */
export function createAdmin(dependencies: AdminDependencies): Router {
  const { appSecret, previousAppSecret, operator, viewer } = dependencies;
  const { redis, connection, marks, logger, limitStrangers } = dependencies;
  const accounts = createAccounts(operator, viewer);
  const tokens = createSessionTokens(appSecret, accounts, previousAppSecret);
  const sessions = createSessions({ tokens, marks, logger });
  const audit = createAudit(logger, dependencies.auditLog);
  const counts = createAttemptCounts(dependencies.attempts, connection, logger);
  const limits = createSignInLimits(counts);
  const requireSession = createSessionGate(sessions, limitStrangers);
  const { totpSecret } = operator;
  const secondFactor = totpSecret === null ? null : createSecondFactor(totpSecret, counts);
  const boards = {
    operator: createBoard(dependencies, 'operator'),
    viewer: createBoard(dependencies, 'viewer'),
  };

  const router = Router();
  router.use(noStore, pageHeaders);
  router.use('/sign-in', limitStrangers, signInRoutes({ accounts, secondFactor, limits, sessions, audit }));
  router.use('/sign-out', signOutRoutes({ sessions, audit, requireSession }));

  // Every path below needs a session, including paths that don't exist.
  router.use(requireSession, audit.changes, requireXsrfToken, viewersOnlyRead);
  router.use('/api', actAsOperator, limitRate({ redis, ...dependencies.limits }), consoleApi(dependencies));
  router.use(consolePages(dependencies.environment));
  /** Bull Board for the role of the session. 503 while they are away. */
  router.use('/queues/api', requireQueues(connection, redis));
  router.use('/queues/static', boardHeaders, boardTexts());
  router.use('/queues', queuesAway(connection, dependencies.environment), boardHeaders, boardPage);
  router.use('/queues', (request, response, next) => {
    boards[sessionOf(response).role](request, response, next);
  });
  return router;
}

/** What the console asks for, route by route. A viewer's changes have been refused. */
function consoleApi(dependencies: AdminDependencies): Router {
  const routes: Route<AdminDependencies>[] = [getSession, ...consoleRoutes];
  const router = mount(routes, dependencies, allow, { below: '/admin/api' });
  router.use(keepPattern);
  return router;
}

/** The routes of `/v1` ask who the caller is. */
const actAsOperator: RequestHandler = (_request, response, next) => {
  const { username, expiresAt } = sessionOf(response);
  setIdentity(response, {
    caller: { kind: 'operator', subject: username, expiresAtMs: expiresAt.getTime() },
  });
  next();
};
